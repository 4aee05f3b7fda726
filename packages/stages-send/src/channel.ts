import type { Sha256 } from '@daybook/kernel';
import type { ChannelName } from './delivery-store.ts';

/** What a channel hands over, and to whom. */
export interface Parcel {
  /** For `file`, the path relative to the channel's folder. */
  readonly recipient: string;
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: Sha256;
}

/** What a channel can find out about a delivery whose end nobody recorded. */
export type Arrival =
  /** The recipient has exactly this parcel. */
  | 'arrived'
  /** The recipient has nothing, and handing over now does no harm. */
  | 'missing'
  /** The channel can't tell; a person must. */
  | 'unclear';

/** A way of handing artifacts over. An application lists its channels when it creates the `send` step. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Checks a recipient before anything is handed to anyone.
   * @throws {EngineError} `delivery.rejected` when this channel can never deliver to it.
   */
  checkRecipient(recipient: string): void;
  /**
   * Hands the parcel over; when it resolves, the recipient has it, durably.
   * @throws {EngineError} `delivery.rejected`, with a reason for people, when the recipient does not have it.
   */
  deliver(parcel: Parcel): Promise<void>;
  /** Whether a parcel arrived, asked after a crash. */
  findOut(parcel: Parcel): Promise<Arrival>;
}
