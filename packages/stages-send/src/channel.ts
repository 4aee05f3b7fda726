import type { Instant, Sha256 } from '@daybook/kernel';
import type { MailAttachment, MailBody } from './email/mail-transport.ts';

/** What the channel `file` hands over. */
export interface FileParcel {
  /** The path relative to the channel's folder. */
  readonly recipient: string;
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: Sha256;
}

/** What the channel `email` hands over: one mail to one person. */
export interface MailParcel {
  /** A plain address. */
  readonly recipient: string;
  /** Names the delivery: the same for every attempt to send this mail. */
  readonly deliveryKey: Sha256;
  readonly subject: string;
  readonly body: MailBody;
  readonly attachments: readonly MailAttachment[];
}

/** What a channel can find out about a delivery whose end nobody recorded. */
export type Arrival =
  /** The recipient has exactly this parcel. */
  | 'arrived'
  /** The recipient has nothing, and handing over now does no harm. */
  | 'missing'
  /** The channel can't tell; a person must. */
  | 'unclear';

/** What a channel is told about one handing over. */
export interface HandOverCall {
  readonly at: Instant;
  /** A channel that waits for others gives up when it aborts. */
  readonly signal: AbortSignal;
  /**
   * To be called by a channel that counts against the quota of mails, once nothing but the handing over itself can fail.
   * @throws {EngineError} `quota.exceeded`
   */
  takeQuota(): Promise<void>;
}

/** A way of handing parcels over. */
export interface ChannelOf<Name extends string, Parcel> {
  readonly name: Name;
  /**
   * Checks a recipient before anything is handed to anyone.
   * @throws {EngineError} `delivery.rejected` when this channel can never deliver to it.
   */
  checkRecipient(recipient: string): void;
  /**
   * Hands the parcel over; when it resolves, the recipient has it, durably.
   * @throws {EngineError} with a reason for people: `delivery.unknown` when nobody can tell whether the recipient has it,
   * any other code when the recipient does not have it.
   */
  deliver(parcel: Parcel, call: HandOverCall): Promise<void>;
  /** Whether a parcel arrived, asked after a crash. */
  findOut(parcel: Parcel): Promise<Arrival>;
}

export type FileChannel = ChannelOf<'file', FileParcel>;
export type MailChannel = ChannelOf<'email', MailParcel>;

/** Every way of handing artifacts over. An application lists its channels when it creates the `send` step. */
export type Channel = FileChannel | MailChannel;
