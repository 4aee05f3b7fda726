import { type Clock, toInstant } from '@daybook/kernel';

/** How much of a standstill counts as active at most, in milliseconds; few enough wakings to cost nothing. */
const sliceMs = 500;

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => toInstant(Date.now()),
  sleep,
  async sleepActively(ms, signal) {
    // However late a slice ends, it counts as what it was meant to be.
    for (let leftMs = ms; leftMs > 0; leftMs -= sliceMs) await sleep(Math.min(leftMs, sliceMs), signal);
  },
};

/** Not the one of node:timers/promises, which rejects with an error of its own, and makes one for each step that ends. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    function stop(): void {
      clearTimeout(timer);
      reject(signal.reason as unknown);
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
