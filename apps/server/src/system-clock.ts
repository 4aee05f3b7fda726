import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, toInstant } from '@daybook/kernel';

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => toInstant(Date.now()),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
