import {
  canonicalJson,
  type DeliveryId,
  derivedId,
  type Instant,
  type ReportId,
  type Sha256,
  sha256,
  toArtifactId,
  toDeliveryId,
} from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { DeliverableArtifact } from './artifact-source.ts';
import type { Parcel } from './channel.ts';
import type { ChannelName, DeliveryIntent } from './delivery-store.ts';

/** One artifact on its way to one recipient. */
export interface Delivery extends Parcel {
  readonly artifactId: string;
  readonly artifact: DeliverableArtifact;
  readonly channel: ChannelName;
}

/** What became of a delivery in this run, as the step tells it. */
export interface DeliveryOutcome {
  /** `null` when nothing was recorded, because the empty report was skipped. */
  readonly deliveryId: DeliveryId | null;
  readonly channel: ChannelName;
  readonly recipient: string;
  readonly status: 'sent' | 'already_sent' | 'skipped_empty' | 'failed' | 'unknown';
  /** Why it failed or is unknown, in words. */
  readonly reason: string | null;
}

/** What must happen at most once: a report version through a channel to a recipient. */
function deliveryKey(reportId: ReportId, version: number, channel: ChannelName, recipient: string): Sha256 {
  return sha256(canonicalJson([reportId, version, channel, recipient]));
}

/** The row that is recorded before anything happens. */
export function toDeliveryIntent(delivery: Delivery, call: StepCall, at: Instant): DeliveryIntent {
  const { artifact, channel, recipient } = delivery;
  const key = deliveryKey(artifact.reportId, artifact.version, channel, recipient);
  return {
    // A delivery that failed is claimed again as a new row, so the key alone does not name it.
    deliveryId: toDeliveryId(derivedId('dlv', key, call.runId, call.stepId, String(call.attempt), at)),
    deliveryKey: key,
    reportId: artifact.reportId,
    version: artifact.version,
    artifactId: toArtifactId(delivery.artifactId),
    channel,
    recipient,
    runId: call.runId,
    at,
  };
}
