import { EngineError, type RunId } from '@daybook/kernel';
import type { RunOrder, RunStarter } from '../run-starter.ts';

/** Runs that were started, and go on until a test ends them. */
export interface MemoryRunStarter extends RunStarter {
  /** All that was ever started, oldest first. */
  orders(): readonly RunOrder[];
  finish(runId: RunId): void;
}

/** Keeps orders in memory, and runs nothing. */
export function createMemoryRunStarter(): MemoryRunStarter {
  const orders = new Map<RunId, RunOrder>();
  const finished = new Set<RunId>();
  return {
    orders: () => [...orders.values()],
    finish: (runId) => void finished.add(runId),
    countUnfinished: async (policyId) =>
      [...orders.values()].filter((order) => order.policyId === policyId && !finished.has(order.runId))
        .length,
    has: async (runId) => orders.has(runId),
    async start(order) {
      if (orders.has(order.runId)) {
        throw new EngineError('run.illegal-transition', `The run ${order.runId} exists already.`);
      }
      orders.set(order.runId, order);
    },
  };
}
