import { type Clock, toInstant } from '@daybook/kernel';

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => toInstant(Date.now()),
  // Not the one of node:timers/promises, which rejects with an error of its own, and makes one for each step that ends.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
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
    }),
};
