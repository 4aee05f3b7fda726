import { type Clock, type DeliveryId, EngineError } from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { Channel } from './channel.ts';
import { type Delivery, type DeliveryOutcome, toDeliveryIntent } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** What handing over needs of the outside world. */
export interface HandOverPorts {
  readonly deliveries: DeliveryStore;
  readonly channel: Channel;
  readonly clock: Clock;
}

/**
 * Hands one artifact to its recipient at most once: recorded as `sending`, handed over, recorded as ended. A crash in
 * between shows at the next claim; then the channel is asked, and what it can't tell stays `unknown`.
 * @throws what the store throws; refusals of the channel become an outcome.
 */
export async function handOver(
  ports: HandOverPorts,
  delivery: Delivery,
  call: StepCall,
): Promise<DeliveryOutcome> {
  const { channel, deliveries, clock } = ports;
  if (delivery.artifact.skip) return toOutcome(delivery, null, 'skipped_empty');
  const intent = toDeliveryIntent(delivery, call, clock.now());
  const claim = await deliveries.claim(intent);
  if (claim.kind === 'already-sent') return toOutcome(delivery, claim.deliveryId, 'already_sent');
  if (claim.kind === 'claimed') return deliver(ports, delivery, intent.deliveryId);

  const arrival = await channel.findOut(delivery);
  if (arrival === 'missing') return deliver(ports, delivery, claim.deliveryId);
  if (arrival === 'unclear') {
    return toOutcome(
      delivery,
      claim.deliveryId,
      'unknown',
      'an earlier attempt was interrupted, and something else is there now',
    );
  }
  await deliveries.settle(claim.deliveryId, { status: 'sent', reason: null, at: clock.now() });
  return toOutcome(delivery, claim.deliveryId, 'sent');
}

async function deliver(
  { channel, deliveries, clock }: HandOverPorts,
  delivery: Delivery,
  deliveryId: DeliveryId,
): Promise<DeliveryOutcome> {
  try {
    await channel.deliver(delivery);
  } catch (cause) {
    // Anything else is a fault of ours that says nothing about the recipient: the row stays `sending`, and the channel
    // is asked next time.
    if (!EngineError.isInstance(cause)) throw cause;
    await deliveries.settle(deliveryId, { status: 'failed', reason: cause.message, at: clock.now() });
    return toOutcome(delivery, deliveryId, 'failed', cause.message);
  }
  await deliveries.settle(deliveryId, { status: 'sent', reason: null, at: clock.now() });
  return toOutcome(delivery, deliveryId, 'sent');
}

function toOutcome(
  { channel, recipient }: Delivery,
  deliveryId: DeliveryId | null,
  status: DeliveryOutcome['status'],
  reason: string | null = null,
): DeliveryOutcome {
  return { deliveryId, channel, recipient, status, reason };
}
