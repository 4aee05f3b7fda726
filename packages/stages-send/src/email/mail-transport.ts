import type { Instant } from '@daybook/kernel';

/** The text of a mail. */
export interface MailBody {
  /** For readers that show no HTML. */
  readonly text: string;
  /** Images in it are `data:` URIs. Absent for a mail that is plain text only. */
  readonly html?: string;
}

/** A file that goes with a mail. */
export interface MailAttachment {
  /** In ASCII, without folder. */
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** One mail to one person. */
export interface MailMessage extends MailBody {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly attachments: readonly MailAttachment[];
  /** With its angle brackets; the same whenever the same mail is tried again. */
  readonly messageId: string;
  readonly date: Instant;
}

/** The answer of a server that took a mail. */
export interface MailReceipt {
  readonly messageId: string;
  /** The last line of the server, such as `250 2.0.0 Ok: queued`. */
  readonly response: string;
}

/** Hands mails to a mail server. */
export interface MailTransport {
  /**
   * Hands one mail over; when it resolves, the server has taken it.
   * @throws {EngineError} `delivery.rejected` when the server refuses sender, recipient or mail for good, or the mail itself
   * can't be sent; `delivery.unconfigured` when it refuses the login; `delivery.unreachable`, advice backoff, when trying later can help, the
   * signal's abort included; `delivery.unknown` when the mail was handed over and no answer came.
   */
  send(message: MailMessage, signal: AbortSignal): Promise<MailReceipt>;
  /**
   * Connects, secures the connection and logs in, and sends nothing.
   * @throws {EngineError} as {@link send}, but never `delivery.unknown`.
   */
  verify(signal: AbortSignal): Promise<void>;
}

/** A transport with the address that its mails come from. */
export interface MailSender extends MailTransport {
  readonly from: string;
}
