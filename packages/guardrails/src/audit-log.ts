import type { Instant, JsonObject } from '@daybook/kernel';

/** What is on record about decisions and starts: who did what to which thing, and when. */
export interface AuditEvent {
  readonly at: Instant;
  /** `person:gui`, `person:cli`, `agent:<token name>`, `scheduler` or `engine`. */
  readonly actor: string;
  /** A dotted verb, such as `policy.approved` or `run.requested`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  /** Facts for the reader; never a secret. */
  readonly details: JsonObject;
}

/** An event as kept; `sequence` rises by one and leaves no gap. */
export interface AuditEntry extends AuditEvent {
  readonly sequence: number;
}

/** Append-only: an event is never changed or removed. */
export interface AuditLog {
  /** Resolves when the event would survive a power cut. */
  append(event: AuditEvent): Promise<void>;
  /** Newest first; of those before `before`, when it is given. */
  list(page: { readonly before?: number; readonly limit: number }): Promise<readonly AuditEntry[]>;
}
