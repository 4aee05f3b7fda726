import {
  canonicalJson,
  type DeliveryId,
  derivedId,
  type EngineError,
  type Instant,
  type ReportId,
  type Sha256,
  sha256,
  toArtifactId,
  toDeliveryId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { DeliverableArtifact } from './artifact-source.ts';
import type { ChannelName, DeliveryIntent } from './delivery-store.ts';

/** One report version on its way to one recipient. */
export interface Delivery<Parcel> {
  /** The artifact that the delivery is recorded under: the file, or the body of the mail. */
  readonly artifactId: string;
  readonly artifact: DeliverableArtifact;
  readonly channel: ChannelName;
  readonly recipient: string;
  /** What the channel hands over. */
  readonly parcel: Parcel;
}

/** What became of a delivery in this run, as the step tells it. */
export interface DeliveryOutcome {
  /** `null` when nothing was recorded, because the empty report was skipped. */
  readonly deliveryId: DeliveryId | null;
  readonly channel: ChannelName;
  readonly recipient: string;
  readonly status: 'sent' | 'already_sent' | 'skipped_empty' | 'failed' | 'unknown';
  /** Why it failed or is unknown; `null` when it did neither. */
  readonly failure: EngineError | null;
}

/** What {@link deliveryKey} is made of. */
export interface DeliveryName {
  readonly reportId: ReportId;
  readonly version: number;
  readonly channel: ChannelName;
  readonly recipient: string;
}

/** What must happen at most once: a report version through a channel to a recipient. */
export function deliveryKey({ reportId, version, channel, recipient }: DeliveryName): Sha256 {
  return sha256(canonicalJson([reportId, version, channel, recipient]));
}

/** The row that is recorded before anything happens. */
export function toDeliveryIntent(delivery: Delivery<unknown>, call: StepCall, at: Instant): DeliveryIntent {
  const { artifact, channel, recipient } = delivery;
  const { reportId, version } = artifact;
  const key = deliveryKey({ reportId, version, channel, recipient });
  return {
    // A delivery that failed is claimed again as a new row, so the key alone does not name it.
    deliveryId: toDeliveryId(derivedId('dlv', key, call.runId, call.stepId, String(call.attempt), at)),
    deliveryKey: key,
    reportId,
    version,
    artifactId: toArtifactId(delivery.artifactId),
    channel,
    recipient,
    runId: call.runId,
    at,
  };
}
