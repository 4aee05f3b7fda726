import { type Clock, toEpochMs } from '@daybook/kernel';
import { schedule } from 'node-cron';

/** What asks a scheduler to look at what is due. */
export interface Ticker {
  /**
   * Calls `tick` about once a second, never twice at a time, until the signal aborts, then resolves. Nothing may depend
   * on when it comes.
   */
  run(tick: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** Its own words about ticks that were late are for people who wait for them. */
const silent = { info: ignore, warn: ignore, error: ignore, debug: ignore };

function ignore(): void {}

/** Ticks by node-cron, at every second of the wall clock; it reports what it missed, and ticks for it at once. */
export function createCronTicker(): Ticker {
  return {
    async run(tick, signal) {
      if (signal.aborted) return;
      let current: Promise<void> | undefined;
      const look = (): Promise<void> =>
        (current ??= tick().finally(() => {
          current = undefined;
        }));
      const task = schedule('* * * * * *', look, { noOverlap: true, logger: silent });
      // A process that stood still for a while should not wait for the next second on top of that.
      task.on('execution:missed', look);
      await look();
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await task.destroy();
      await current;
    },
  };
}

/** Ticks by a clock that somebody else may turn. */
export function createClockTicker(clock: Clock): Ticker {
  return {
    async run(tick, signal) {
      while (!signal.aborted) {
        await tick();
        // On the whole second, since that is when slots are due.
        const pauseMs = 1000 - (toEpochMs(clock.now()) % 1000);
        await clock.sleep(pauseMs, signal).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        });
      }
    },
  };
}
