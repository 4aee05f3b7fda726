import type { ArtifactId, DeliveryId, Instant, ReportId, RunId, Sha256 } from '@daybook/kernel';

/** How artifacts are handed over. */
export type ChannelName = 'file' | 'email';

/** One handing over that is about to happen. */
export interface DeliveryIntent {
  readonly deliveryId: DeliveryId;
  /** SHA-256 of report id, version, channel and recipient: what must happen at most once. */
  readonly deliveryKey: Sha256;
  readonly reportId: ReportId;
  readonly version: number;
  readonly artifactId: ArtifactId;
  readonly channel: ChannelName;
  /** For `file`, the path relative to the folder; for `email`, the address. */
  readonly recipient: string;
  readonly runId: RunId;
  readonly at: Instant;
}

/** What became of a delivery. */
export type DeliveryStatus = 'sending' | 'sent' | 'failed' | 'unknown';

/** What {@link DeliveryStore.claim} found. */
export type Claim =
  | { readonly kind: 'claimed' }
  /** It was handed over before. */
  | { readonly kind: 'already-sent'; readonly deliveryId: DeliveryId }
  /** An earlier attempt ended without saying how; only a person, or the channel itself, can tell. */
  | { readonly kind: 'unknown'; readonly deliveryId: DeliveryId };

/** A delivery as stored. */
export interface DeliveryRecord extends DeliveryIntent {
  readonly status: DeliveryStatus;
  /** Why it failed, in words. */
  readonly reason: string | null;
  readonly finishedAt: Instant | null;
}

/** Where deliveries are kept; rows are never removed. */
export interface DeliveryStore {
  /**
   * Records the delivery as `sending`, durably, before anything happens outside. A key that is `sent` already is not
   * claimed again. A key still `sending` becomes `unknown`. A key that `failed` may be claimed again, as a new row.
   */
  claim(intent: DeliveryIntent): Promise<Claim>;
  /** Records how it ended. `unknown` may become `sent` or `failed`; `sent` never changes. */
  settle(
    deliveryId: DeliveryId,
    outcome: {
      readonly status: 'sent' | 'failed' | 'unknown';
      readonly reason: string | null;
      readonly at: Instant;
    },
  ): Promise<void>;
  /** All deliveries of a report version, oldest first. */
  list(reportId: ReportId, version: number): Promise<readonly DeliveryRecord[]>;
}
