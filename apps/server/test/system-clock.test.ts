import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../src/system-clock.ts';

const hourMs = 3_600_000;

describe('the clock of this machine', () => {
  it('sleeps as long as it is told, and no shorter', async () => {
    const before = performance.now();
    await systemClock.sleep(20, new AbortController().signal);
    expect(performance.now() - before).toBeGreaterThanOrEqual(19);
  });

  it('wakes with the reason of its signal', async () => {
    const controller = new AbortController();
    const asleep = systemClock.sleep(hourMs, controller.signal);
    const reason = new Error('Daybook is stopping.');
    controller.abort(reason);
    await expect(asleep).rejects.toBe(reason);
  });

  it('does not fall asleep when its signal has aborted', async () => {
    await expect(systemClock.sleep(hourMs, AbortSignal.abort('stopped'))).rejects.toBe('stopped');
  });
});
