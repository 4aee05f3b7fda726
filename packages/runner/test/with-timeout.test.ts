import { describe, expect, it } from '@jest/globals';
import { toInstant } from '@daybook/kernel';
import { withTimeout } from '../src/with-timeout.ts';

/** A clock whose sleepers wake when the test says so. */
function createHeldClock() {
  const sleepers: (() => void)[] = [];
  return {
    wake: () => sleepers.splice(0).forEach((wake) => wake()),
    now: () => toInstant(0),
    sleep: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
  };
}

const timedOut = (): Error => new Error('time is up');

describe('withTimeout', () => {
  it('interrupts work that does not listen', async () => {
    const clock = createHeldClock();
    const { signal } = new AbortController();
    let inner: AbortSignal | undefined;
    const result = withTimeout(
      (given) => {
        inner = given;
        return new Promise(() => undefined);
      },
      { timeoutMs: 5, signal, clock, onTimeout: timedOut },
    );
    clock.wake();
    await expect(result).rejects.toThrow('time is up');
    expect(inner?.aborted).toBe(true);
  });

  it('gives back what the work gives in time', async () => {
    const settings = {
      timeoutMs: 5,
      signal: new AbortController().signal,
      clock: createHeldClock(),
      onTimeout: timedOut,
    };
    await expect(withTimeout(async () => 'done', settings)).resolves.toBe('done');
    await expect(withTimeout(() => Promise.reject(new Error('own')), settings)).rejects.toThrow('own');
  });

  it('passes an outer abort on', async () => {
    const controller = new AbortController();
    const result = withTimeout(() => new Promise(() => undefined), {
      timeoutMs: 5,
      signal: controller.signal,
      clock: createHeldClock(),
      onTimeout: timedOut,
    });
    controller.abort(new Error('cancelled'));
    await expect(result).rejects.toThrow('cancelled');
  });

  it('does not begin when it was aborted before', async () => {
    let called = false;
    const settings = {
      timeoutMs: 5,
      signal: AbortSignal.abort(new Error('before')),
      clock: createHeldClock(),
      onTimeout: timedOut,
    };
    await expect(
      withTimeout(async () => {
        called = true;
      }, settings),
    ).rejects.toThrow('before');
    expect(called).toBe(false);
  });
});
