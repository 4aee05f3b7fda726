import { describe, expect, it } from '@jest/globals';
import { type Instant, silentLogger, toInstant } from '@daybook/kernel';
import { createLeaseKeeper, type LeaseKeeper, type LeaseKeeperPorts, type LeaseStore } from '@daybook/runner';
import { createMemoryLeaseStore } from '@daybook/runner/testing';

/** Turned by hand; whoever sleeps is woken by `wake`. */
function createHeldClock() {
  let now = Date.UTC(2026, 0, 1);
  const sleepers: (() => void)[] = [];
  return {
    now: (): Instant => toInstant(now),
    sleep: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
    advance(seconds: number) {
      now += seconds * 1000;
    },
    wake() {
      for (const wake of sleepers.splice(0)) wake();
    },
  };
}

interface Keeping {
  readonly store: LeaseStore;
  readonly clock: ReturnType<typeof createHeldClock>;
  /** What each process was told. */
  readonly told: string[];
  /** Processes that ended. */
  readonly gone: Set<string>;
  keeper(holder: string, change?: Partial<LeaseKeeperPorts>): LeaseKeeper;
}

function createKeeping(): Keeping {
  const store = createMemoryLeaseStore();
  const clock = createHeldClock();
  const told: string[] = [];
  const gone = new Set<string>();
  const keeper: Keeping['keeper'] = (holder, change = {}) =>
    createLeaseKeeper({
      store,
      clock,
      log: silentLogger,
      holder,
      isGone: (other) => gone.has(other),
      onTaken: async () => void told.push(`${holder} taken`),
      onLost: () => void told.push(`${holder} lost`),
      ...change,
    });
  return { store, clock, told, gone, keeper };
}

/** Lets every microtask run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createLeaseKeeper', () => {
  it('takes the lease once, and settles what was left behind before anything else', async () => {
    const { keeper, told } = createKeeping();
    const one = keeper('one');
    expect(one.fence()).toBeNull();
    await one.ensure();
    await one.ensure();
    expect(told).toEqual(['one taken']);
    expect(one.fence()).toBe(1);
  });

  it('makes everybody wait until that is settled', async () => {
    const { keeper, told } = createKeeping();
    let settled = (): void => undefined;
    const onTaken = () =>
      new Promise<void>((resolve) => {
        settled = resolve;
      });
    const one = keeper('one', { onTaken });
    const all = [1, 2, 3].map((number) => one.ensure().then(() => told.push(`${number} goes on`)));
    await settle();
    all.push(one.ensure().then(() => told.push('4 goes on')));
    await settle();
    expect(told).toEqual([]);
    // Whatever is settled is committed with the lease in hand.
    expect(one.fence()).toBe(1);
    settled();
    await Promise.all(all);
    expect(told).toEqual(['1 goes on', '2 goes on', '3 goes on', '4 goes on']);
  });

  it('says who is busy, and that it may help to wait', async () => {
    const { keeper } = createKeeping();
    await keeper('one').ensure();
    const two = keeper('two');
    await expect(two.ensure()).rejects.toMatchObject({
      code: 'store.busy',
      advice: { kind: 'backoff' },
      message: expect.stringContaining('(one)'),
    });
    expect(two.fence()).toBeNull();
  });

  it('takes over from a process that is gone, or that let its lease expire', async () => {
    const { keeper, gone, clock } = createKeeping();
    await keeper('one').ensure();
    gone.add('one');
    const two = keeper('two');
    await two.ensure();
    const three = keeper('three');
    await expect(three.ensure()).rejects.toMatchObject({ code: 'store.busy' });
    clock.advance(10);
    await three.ensure();
    expect([two.fence(), three.fence()]).toEqual([2, 3]);
  });

  it('keeps the lease as long as it renews it', async () => {
    const { keeper, clock } = createKeeping();
    const stop = new AbortController();
    const one = keeper('one');
    await one.ensure();
    const kept = one.keep(stop.signal);
    for (let turn = 0; turn < 4; turn += 1) {
      clock.advance(6);
      clock.wake();
      await settle();
    }
    await expect(keeper('two').ensure()).rejects.toMatchObject({ code: 'store.busy' });
    stop.abort(new Error('over'));
    await kept;
  });

  it('holds nothing any more when it was lost, and says so once', async () => {
    const { keeper, clock, told } = createKeeping();
    const stop = new AbortController();
    const one = keeper('one');
    await one.ensure();
    clock.advance(11);
    await keeper('two').ensure();
    const kept = one.keep(stop.signal);
    await settle();
    expect(one.fence()).toBeNull();
    clock.wake();
    await settle();
    expect(told).toEqual(['one taken', 'two taken', 'one lost']);
    await expect(one.ensure()).rejects.toMatchObject({ code: 'store.busy' });
    stop.abort(new Error('over'));
    await kept;
  });

  it('goes on keeping it when the store fails for a while', async () => {
    const { keeper, store, clock, told } = createKeeping();
    const stop = new AbortController();
    let fails = true;
    const renew: LeaseStore['renew'] = (fence, until) =>
      fails ? Promise.reject(new Error('busy')) : store.renew(fence, until);
    const one = keeper('one', { store: { ...store, renew } });
    await one.ensure();
    const kept = one.keep(stop.signal);
    clock.advance(6);
    await settle();
    fails = false;
    clock.wake();
    await settle();
    clock.advance(6);
    await expect(keeper('two').ensure()).rejects.toMatchObject({ code: 'store.busy' });
    expect(told).toEqual(['one taken']);
    stop.abort(new Error('over'));
    await kept;
  });

  it('gives it back for the next, and is not told that it lost it', async () => {
    const { keeper, told } = createKeeping();
    const one = keeper('one');
    await one.ensure();
    await one.release();
    expect(one.fence()).toBeNull();
    const two = keeper('two');
    await two.ensure();
    await one.release();
    await expect(keeper('three').ensure()).rejects.toMatchObject({ code: 'store.busy' });
    expect(told).toEqual(['one taken', 'two taken']);
  });

  it('does not take a late answer about an earlier lease for the loss of the next', async () => {
    const { keeper, store, told } = createKeeping();
    let answer = (_renewed: boolean): void => undefined;
    const renew = () =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    const stop = new AbortController();
    const one = keeper('one', { store: { ...store, renew } });
    await one.ensure();
    const kept = one.keep(stop.signal);
    await settle();
    await one.release();
    await one.ensure();
    answer(false);
    await settle();
    expect(one.fence()).toBe(2);
    expect(told).toEqual(['one taken', 'one taken']);
    stop.abort(new Error('over'));
    await kept;
  });

  it('gives it back when what was left behind could not be settled, and tries anew', async () => {
    const { keeper, told } = createKeeping();
    let fails = true;
    const onTaken = async (): Promise<void> => {
      told.push('settling');
      if (fails) throw new Error('disk full');
    };
    const one = keeper('one', { onTaken });
    await expect(one.ensure()).rejects.toThrow('disk full');
    expect(one.fence()).toBeNull();
    expect(told).toEqual(['settling', 'one lost']);
    fails = false;
    await one.ensure();
    expect(one.fence()).toBe(2);
    expect(told).toEqual(['settling', 'one lost', 'settling']);
  });
});
