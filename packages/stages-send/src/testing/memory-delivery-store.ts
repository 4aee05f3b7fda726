import { type DeliveryId, EngineError } from '@daybook/kernel';
import type { DeliveryRecord, DeliveryStore } from '../delivery-store.ts';

/** Keeps deliveries in memory, by the rules that every delivery store has. */
export function createMemoryDeliveryStore(): DeliveryStore {
  const deliveries = new Map<DeliveryId, DeliveryRecord>();
  return {
    async claim(intent) {
      const earlier = [...deliveries.values()].find(
        ({ deliveryKey, status }) => deliveryKey === intent.deliveryKey && status !== 'failed',
      );
      if (earlier?.status === 'sent') return { kind: 'already-sent', deliveryId: earlier.deliveryId };
      if (earlier) {
        if (earlier.status === 'sending') deliveries.set(earlier.deliveryId, interrupted(earlier));
        return { kind: 'unknown', deliveryId: earlier.deliveryId };
      }
      if (deliveries.has(intent.deliveryId))
        throw refused(`The delivery ${intent.deliveryId} exists already`);
      deliveries.set(intent.deliveryId, { ...intent, status: 'sending', reason: null, finishedAt: null });
      return { kind: 'claimed' };
    },
    async settle(deliveryId, { status, reason, at }) {
      const stored = deliveries.get(deliveryId);
      if (stored === undefined) throw refused(`There is no delivery ${deliveryId}`);
      if (stored.status !== 'sending' && stored.status !== 'unknown') {
        throw refused(`The delivery ${deliveryId} is ${stored.status}`);
      }
      deliveries.set(deliveryId, { ...stored, status, reason, finishedAt: at });
    },
    async list(reportId, version) {
      return [...deliveries.values()].filter(
        (delivery) => delivery.reportId === reportId && delivery.version === version,
      );
    },
  };
}

function interrupted(delivery: DeliveryRecord): DeliveryRecord {
  return { ...delivery, status: 'unknown', reason: 'An earlier attempt ended without saying how.' };
}

function refused(message: string): EngineError {
  return new EngineError('store.failed', `${message}; nothing was changed.`);
}
