import { type Clock, type DeliveryId, EngineError, type Instant } from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { ChannelOf } from './channel.ts';
import { type Delivery, type DeliveryOutcome, toDeliveryIntent } from './delivery.ts';
import type { ChannelName, DeliveryStore } from './delivery-store.ts';
import type { MailQuota } from './mail-quota.ts';

/** What handing over needs of the outside world. */
export interface HandOverPorts<Parcel> {
  readonly deliveries: DeliveryStore;
  readonly channel: ChannelOf<ChannelName, Parcel>;
  readonly clock: Clock;
  /** @default no limit */
  readonly mailQuota?: MailQuota;
}

/**
 * Hands a parcel to its recipient at most once: recorded as `sending`, handed over, recorded as ended. A crash in
 * between shows at the next claim; then the channel is asked, and what it can't tell stays `unknown`.
 * @throws what the store throws; refusals of the channel become an outcome.
 */
export async function handOver<Parcel>(
  ports: HandOverPorts<Parcel>,
  delivery: Delivery<Parcel>,
  call: StepCall,
): Promise<DeliveryOutcome> {
  const { channel, deliveries, clock } = ports;
  if (delivery.artifact.skip) return toOutcome(delivery, null, 'skipped_empty');
  const intent = toDeliveryIntent(delivery, call, clock.now());
  const claim = await deliveries.claim(intent);
  if (claim.kind === 'already-sent') return toOutcome(delivery, claim.deliveryId, 'already_sent');
  const deliver = (deliveryId: DeliveryId) =>
    deliverClaimed(ports, { ...delivery, deliveryId, at: intent.at }, call);
  if (claim.kind === 'claimed') return deliver(intent.deliveryId);

  const arrival = await channel.findOut(delivery.parcel);
  if (arrival === 'missing') return deliver(claim.deliveryId);
  if (arrival === 'unclear') {
    const failure = new EngineError('delivery.unknown', `${interrupted[delivery.channel]}.`);
    return { ...toOutcome(delivery, claim.deliveryId, 'unknown'), failure };
  }
  await deliveries.settle(claim.deliveryId, { status: 'sent', reason: null, at: clock.now() });
  return toOutcome(delivery, claim.deliveryId, 'sent');
}

const interrupted = {
  file: 'an earlier attempt was interrupted, and something else is there now',
  email:
    'an earlier attempt ended without saying whether the mail arrived, and a mail is never sent twice by itself. Ask the recipient, then settle the delivery',
} as const satisfies Record<ChannelName, string>;

async function deliverClaimed<Parcel>(
  { channel, deliveries, clock, mailQuota }: HandOverPorts<Parcel>,
  delivery: Delivery<Parcel> & { readonly deliveryId: DeliveryId; readonly at: Instant },
  { signal }: StepCall,
): Promise<DeliveryOutcome> {
  const { deliveryId, parcel, at } = delivery;
  const takeQuota = async () => mailQuota?.take(1);
  try {
    await channel.deliver(parcel, { at, signal, takeQuota });
  } catch (failure) {
    // Anything else is a fault of ours that says nothing about the recipient: the row stays `sending`, and the channel
    // is asked next time.
    if (!EngineError.isInstance(failure)) throw failure;
    const status = failure.code === 'delivery.unknown' ? 'unknown' : 'failed';
    await deliveries.settle(deliveryId, { status, reason: failure.message, at: clock.now() });
    return { ...toOutcome(delivery, deliveryId, status), failure };
  }
  await deliveries.settle(deliveryId, { status: 'sent', reason: null, at: clock.now() });
  return toOutcome(delivery, deliveryId, 'sent');
}

function toOutcome(
  { channel, recipient }: Delivery<unknown>,
  deliveryId: DeliveryId | null,
  status: DeliveryOutcome['status'],
): DeliveryOutcome {
  return { deliveryId, channel, recipient, status, failure: null };
}
