import { describe, expect, it } from '@jest/globals';
import { createMemoryRunStore } from '@daybook/runner/testing';
import { createJumpingClock, untilAborted } from './jumping-clock.ts';
import { createFixture, type Fixture, header, statuses } from './pipeline-fixture.ts';
import { type Behaviours, broken, busy } from './work-steps.ts';

const retried = { on_error: 'retry_then_fail', retry: { max_attempts: 3 } };

/** Every event has to be in the log entry that it names. */
async function expectToldAsLogged({ store, events }: Fixture): Promise<void> {
  const log = await store.log(header.runId, 0);
  expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => index + 1));
  const told = events.flatMap((event) =>
    event.kind === 'step-changed' ? [[event.sequence, event.stepId, event.state.status]] : [],
  );
  const logged = log.flatMap(({ sequence, steps }) =>
    steps.map(({ stepId, status }) => [sequence, stepId, status]),
  );
  expect(told).toEqual(logged);
  const finished = events.at(-1);
  expect(finished).toMatchObject({ kind: 'run-finished', sequence: log.length });
  expect(finished?.kind === 'run-finished' && finished.state.status).toBe(log.at(-1)?.run);
}

describe('events and log', () => {
  it('agree in a run with siblings, further attempts, failures and skips', async () => {
    const fixture = createFixture();
    let calls = 0;
    const steps = [
      { id: 'a' },
      { id: 'b', ...retried },
      { id: 'c', on_error: 'log_and_continue' },
      { id: 'd', needs: ['c'] },
      { id: 'e', needs: ['a', 'b'] },
    ];
    await fixture.run(steps, {
      b: async (value, call) => ((calls += 1) < 3 ? busy(value, call) : {}),
      c: broken,
    });
    await expectToldAsLogged(fixture);
  });

  it('agree in a run that is cancelled', async () => {
    const fixture = createFixture();
    await fixture.run([{ id: 'a' }, { id: 'b', needs: ['a'] }], {
      a: () => {
        fixture.controller.abort(new Error('enough'));
        return new Promise(() => undefined);
      },
    });
    await expectToldAsLogged(fixture);
  });
});

describe('the trace of a condition', () => {
  const steps = (value: number) => [
    { id: 'a' },
    { id: 'b', skip_if: { field: { ref: 'ctx.a.n' }, op: 'eq', value } },
    { id: 'c' },
  ];
  const behaviours: Behaviours = { a: async () => ({ n: 7 }) };

  it.each([
    [7, 'skipped skip_if', true],
    [8, 'success', false],
  ])('is kept when it is compared with %s', async (value, status, result) => {
    const { run, store } = createFixture();
    const record = await run(steps(value), behaviours);
    expect(statuses(record)['b']).toBe(status);
    expect(record.steps[1]?.trace).toMatchObject({ result });
    expect(record.steps.map(({ trace }) => trace === null)).toEqual([true, false, true]);
    expect(await store.read(header.runId)).toEqual(record);
  });

  it('survives further attempts of its step', async () => {
    const { run } = createFixture();
    const [a, b, c] = steps(8);
    const record = await run([a ?? {}, { ...b, ...retried }, c ?? {}], { ...behaviours, b: busy });
    expect(record.steps[1]).toMatchObject({
      state: { status: 'failed', attempt: 3 },
      trace: { result: false },
    });
  });
});

describe('a step that takes too long', () => {
  it('is interrupted, and tried again as its policy says', async () => {
    // Every sleep is over at once, the one that limits the step too.
    const fixture = createFixture({ clock: createJumpingClock(Number.POSITIVE_INFINITY) });
    const reasons: unknown[] = [];
    const record = await fixture.run([{ id: 'x', timeout: 2, ...retried }], {
      x: (_, { signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        return untilAborted(signal);
      },
    });
    expect(reasons).toMatchObject([1, 2, 3].map(() => ({ code: 'step.timeout' })));
    expect(record.steps[0]?.state).toMatchObject({
      status: 'failed',
      attempt: 3,
      failure: { code: 'step.timeout', message: 'Step "x" took longer than its timeout of 2 s.' },
    });
  });

  it('is interrupted although it does not listen', async () => {
    const fixture = createFixture({ clock: createJumpingClock(Number.POSITIVE_INFINITY) });
    const record = await fixture.run([{ id: 'x' }], { x: () => new Promise(() => undefined) });
    expect(record.steps[0]?.state).toMatchObject({ status: 'failed', failure: { code: 'step.timeout' } });
  });
});

describe('a run that is cancelled between two attempts', () => {
  it('makes no further attempt', async () => {
    const waiting = createJumpingClock(0);
    const fixture = createFixture({ clock: waiting });
    let calls = 0;
    const record = await fixture.run([{ id: 'x', ...retried }], {
      x: async (value, call) => {
        calls += 1;
        setImmediate(() => fixture.controller.abort(new Error('enough')));
        return busy(value, call);
      },
    });
    // Longer than the shortest wait before a further attempt.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toBe(1);
    expect(record.steps[0]?.state).toMatchObject({ status: 'cancelled', attempt: 1 });
    expect(fixture.store.commits).toHaveLength(2);
    await expectToldAsLogged(fixture);
  });
});

describe('a store that fails', () => {
  const steps = [
    { id: 'a' },
    { id: 'b', ...retried },
    { id: 'slow' },
    { id: 'c', needs: ['a'] },
    { id: 'd', needs: ['c'] },
  ];

  /** Runs with a store that refuses its commit of that number and all that follow, or that one alone. */
  async function runFailing(failing: number, forGood: boolean) {
    const store = createMemoryRunStore();
    const { commit } = store;
    let commits = 0;
    let attempts = 0;
    const late: string[] = [];
    let failed = false;
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        commits += 1;
        if (commits === failing || (forGood && commits > failing)) {
          failed = true;
          throw new Error('disk full');
        }
        return commit(change);
      },
    });
    const fixture = createFixture({ store });
    let aborted: boolean | undefined;
    const note = (id: string) => async () => {
      if (failed) late.push(id);
      return {};
    };
    const running = fixture.run(steps, {
      a: note('a'),
      b: async (value, call) => ((attempts += 1) < 3 ? busy(value, call) : note('b')()),
      c: note('c'),
      d: note('d'),
      slow: (_, { signal }) => {
        aborted = false;
        signal.addEventListener('abort', () => (aborted = true));
        return untilAborted(signal);
      },
    });
    await expect(running).rejects.toThrow('disk full');
    await new Promise((resolve) => setImmediate(resolve));
    return { aborted, late, events: fixture.events };
  }

  it.each([1, 2, 3, 4, 5, 6, 7].flatMap((commit) => [[commit, true] as const, [commit, false] as const]))(
    'ends the run at commit %s (for good: %s): running steps are aborted, none begins',
    async (failing, forGood) => {
      const { aborted, late, events } = await runFailing(failing, forGood);
      expect(aborted).toBe(failing === 1 ? undefined : true);
      expect(late).toEqual([]);
      expect(events.some(({ kind }) => kind === 'run-finished')).toBe(false);
    },
  );

  it('rejects when the run cannot even be recorded', async () => {
    const fixture = createFixture({ store: createMemoryRunStore(() => true) });
    await expect(fixture.run([{ id: 'a' }])).rejects.toMatchObject({ code: 'run.fenced' });
    expect(fixture.events).toEqual([]);
  });
});
