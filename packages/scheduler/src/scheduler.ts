import { toEngineError, toEpochMs } from '@daybook/kernel';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { createTick } from './tick.ts';

/** Starts what is due. */
export interface Scheduler {
  /**
   * Brings every slot up to now on record and starts those that are to run. Never two at once: a call during a tick
   * waits for it and then for one more.
   * @throws what the store throws when nothing can be read.
   */
  tick(): Promise<void>;
  /** Ticks every second until the signal aborts, then resolves; a tick that fails is logged, and the next one follows. */
  run(signal: AbortSignal): Promise<void>;
}

/** A scheduler over stored schedules. Only one may work on a store at a time. */
export function createScheduler(ports: SchedulerPorts): Scheduler {
  const { clock, log } = ports;
  const pass = createTick(ports);
  let current: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  function begin(signal: AbortSignal | undefined): Promise<void> {
    current = pass(signal).finally(() => {
      current = undefined;
    });
    return current;
  }

  function tick(signal?: AbortSignal): Promise<void> {
    if (queued !== undefined) return queued;
    if (current === undefined) return begin(signal);
    queued = current
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return begin(signal);
      });
    return queued;
  }

  return {
    tick: () => tick(),
    async run(signal) {
      while (!signal.aborted) {
        await tick(signal).catch((error: unknown) => {
          const { code, message } = toEngineError(error);
          log.error('The scheduler could not look for what is due; it tries again.', {
            code,
            error: message,
          });
        });
        // On the whole second, since that is when slots are due.
        const pauseMs = 1000 - (toEpochMs(clock.now()) % 1000);
        await clock.sleep(pauseMs, signal).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        });
      }
    },
  };
}
