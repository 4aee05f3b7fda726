import { type DeliveryId, EngineError, type RunId, toDeliveryId } from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';

interface Delivery {
  readonly deliveryId: DeliveryId;
  readonly runId: RunId;
  readonly channel: 'email';
  readonly status: 'sending' | 'sent' | 'failed' | 'unknown';
}

/** Deliveries by the rules of their store, one a step of a run. */
export interface DeliveryLedger {
  /**
   * Puts it on record as being sent; `false` when it was sent already.
   * @throws {EngineError} `delivery.unknown` when an earlier attempt may have sent it.
   */
  claim(call: StepCall): boolean;
  settle(deliveryId: DeliveryId, outcome: { readonly status: 'sent' | 'failed' | 'unknown' }): void;
  /** Those of a run that are being sent, or were when their process ended. */
  sending(runId: RunId): readonly Delivery[];
}

/** The id of the one delivery of a step of a run. */
export const deliveryIdOf = (runId: RunId, stepId: string): DeliveryId => toDeliveryId(`${runId} ${stepId}`);

export function createDeliveryLedger(): DeliveryLedger {
  const deliveries = new Map<string, Delivery>();
  const set = (delivery: Delivery): void => void deliveries.set(delivery.deliveryId, delivery);
  return {
    claim({ runId, stepId }) {
      const deliveryId = deliveryIdOf(runId, stepId);
      const known = deliveries.get(deliveryId);
      if (known?.status === 'sent') return false;
      set({ deliveryId, runId, channel: 'email', status: known === undefined ? 'sending' : 'unknown' });
      if (known === undefined) return true;
      throw new EngineError('delivery.unknown', `Nobody knows whether ${deliveryId} arrived.`);
    },
    settle(deliveryId, { status }) {
      const known = deliveries.get(deliveryId);
      if (known !== undefined && known.status !== 'sent') set({ ...known, status });
    },
    sending: (runId) =>
      [...deliveries.values()].filter(
        (delivery) => delivery.runId === runId && delivery.status === 'sending',
      ),
  };
}
