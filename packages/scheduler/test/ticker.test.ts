import { describe, expect, it } from '@jest/globals';
import { createCronTicker } from '@daybook/scheduler';

describe('the ticker of node-cron', () => {
  it('ticks at once, then every second, never twice at a time, until it is told to stop', async () => {
    const stop = new AbortController();
    let [running, most] = [0, 0];
    const times: number[] = [];
    await createCronTicker().run(async () => {
      times.push(performance.now());
      most = Math.max(most, (running += 1));
      if (times.length === 4) stop.abort();
      await new Promise(setImmediate);
      running -= 1;
    }, stop.signal);
    expect(times).toHaveLength(4);
    expect(most).toBe(1);
    const [first = 0] = times;
    expect((times.at(-1) ?? 0) - first).toBeGreaterThan(1_500);
  });

  it('does nothing when it was stopped before', async () => {
    let ticks = 0;
    await createCronTicker().run(async () => void (ticks += 1), AbortSignal.abort());
    expect(ticks).toBe(0);
  });
});
