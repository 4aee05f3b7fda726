import { describe, expect, it } from '@jest/globals';
import { EngineError } from '@daybook/kernel';
import { createFixture, statuses } from './pipeline-fixture.ts';
import { broken, busy } from './work-steps.ts';

describe('runPipeline', () => {
  it('hands outputs on by reference, whatever the ids are', async () => {
    const { run, store } = createFixture();
    let given: unknown;
    const record = await run(
      [{ id: 'zz_last', params: { value: { ref: 'ctx.a_first.rows[*].symbol' } } }, { id: 'a_first' }],
      {
        a_first: async () => ({ rows: [{ symbol: 'A' }, { symbol: 'B' }] }),
        zz_last: async (value) => {
          given = value;
          return {};
        },
      },
    );
    expect(given).toEqual(['A', 'B']);
    expect(record.state.status).toBe('success');
    expect(await store.read(record.runId)).toEqual(record);
  });

  it('commits an outcome and what follows from it at once', async () => {
    const { run, store } = createFixture();
    await run([{ id: 'one' }, { id: 'two', needs: ['one'] }], {});
    expect(
      store.commits.map(({ steps, run: end }) => [
        steps.map(({ stepId, state }) => `${stepId} ${state.status}`),
        end?.status,
      ]),
    ).toEqual([
      [['one running'], undefined],
      [['one success', 'two running'], undefined],
      [['two success'], 'success'],
    ]);
  });

  it('runs independent steps side by side, at most four', async () => {
    const { run } = createFixture();
    let current = 0;
    let most = 0;
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const behaviour = async (): Promise<unknown> => {
      most = Math.max(most, (current += 1));
      await new Promise((resolve) => setImmediate(resolve));
      current -= 1;
      return {};
    };
    const record = await run(
      ids.map((id) => ({ id })),
      Object.fromEntries(ids.map((id) => [id, behaviour])),
    );
    expect(record.state.status).toBe('success');
    expect(most).toBe(4);
  });

  it('keeps an output from being changed by later steps', async () => {
    const { run } = createFixture();
    const rows = [{ close: '1' }];
    let seen: unknown;
    const record = await run(
      [
        { id: 'one' },
        { id: 'two', params: { value: { ref: 'ctx.one.rows' } } },
        { id: 'three', needs: ['two'], params: { value: { ref: 'ctx.one.rows' } } },
      ],
      {
        one: async () => ({ rows }),
        two: async (value) => {
          (value as { close: string }[])[0]!.close = '2';
          return {};
        },
        three: async (value) => {
          seen = value;
          return {};
        },
      },
    );
    expect(statuses(record)).toEqual({ one: 'success', two: 'failed', three: 'skipped run_failed' });
    expect(seen).toBeUndefined();
    expect(record.steps[0]?.state).toMatchObject({ output: { rows: [{ close: '1' }] } });
  });

  it('lets running siblings finish when a step fails, and starts nothing new', async () => {
    const { run } = createFixture();
    const record = await run(
      [
        { id: 'bad' },
        { id: 'slow' },
        { id: 'after_slow', needs: ['slow'] },
        { id: 'after_bad', needs: ['bad'] },
      ],
      {
        bad: broken,
        slow: () => new Promise((resolve) => setTimeout(() => resolve({}), 20)),
      },
    );
    expect(statuses(record)).toEqual({
      bad: 'failed',
      slow: 'success',
      after_slow: 'skipped run_failed',
      after_bad: 'skipped run_failed',
    });
    expect(record.state.status).toBe('failed');
  });

  it('ends partial when a step was allowed to fail', async () => {
    const { run } = createFixture();
    let given: unknown = 'not called';
    const record = await run(
      [
        { id: 'bad', on_error: 'log_and_continue' },
        { id: 'strict', params: { value: { ref: 'ctx.bad.x' } } },
        { id: 'after_strict', needs: ['strict'] },
        { id: 'lenient', needs: [{ id: 'bad', allow_failed: true }] },
        { id: 'optional', params: { value: { ref: 'ctx.bad.x', optional: true } } },
      ],
      {
        bad: broken,
        optional: async (value) => {
          given = value;
          return {};
        },
      },
    );
    expect(statuses(record)).toEqual({
      bad: 'failed',
      strict: 'skipped dependency_failed',
      after_strict: 'skipped dependency_skipped',
      lenient: 'success',
      optional: 'success',
    });
    expect(given).toBeNull();
    expect(record.state.status).toBe('partial');
  });

  it.each([
    [undefined, 'partial'],
    [true, 'success'],
  ])('ends an empty load with allow_empty %s as %s', async (allowEmpty, status) => {
    const { run } = createFixture();
    const record = await run([{ id: 'load', allow_empty: allowEmpty }], {
      load: async () => ({ outcome: 'empty' }),
    });
    expect(record.state.status).toBe(status);
  });

  it('tries again with full jitter, and counts the attempts', async () => {
    const { run, clock, events } = createFixture();
    let calls = 0;
    const record = await run([{ id: 'flaky', on_error: 'retry_then_fail', retry: { max_attempts: 4 } }], {
      flaky: async (value, call) => {
        calls += 1;
        return calls < 4 ? busy(value, call) : { done: true };
      },
    });
    expect(record.steps[0]?.state).toMatchObject({ status: 'success', attempt: 4, output: { done: true } });
    expect(clock.slept).toEqual([500, 1000, 2000]);
    const attempts = events.flatMap((event) =>
      event.kind === 'step-changed' && event.state.status === 'running' ? [event.state.attempt] : [],
    );
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  it('gives up after the last attempt, and does not try what cannot help', async () => {
    const first = await createFixture().run([{ id: 'x', on_error: 'retry_then_fail' }], { x: busy });
    expect(first.steps[0]?.state).toMatchObject({
      status: 'failed',
      attempt: 3,
      failure: { code: 'store.busy', advice: 'backoff' },
    });
    const second = await createFixture().run([{ id: 'x', on_error: 'retry_then_fail' }], { x: broken });
    expect(second.steps[0]?.state).toMatchObject({ status: 'failed', attempt: 1 });
    const third = await createFixture().run([{ id: 'x' }], { x: busy });
    expect(third.steps[0]?.state).toMatchObject({ status: 'failed', attempt: 1 });
  });

  it('keeps the facts of a failure', async () => {
    const { run } = createFixture();
    const details = { deliveries: [{ recipient: 'a.html', status: 'failed' }] };
    const record = await run([{ id: 'x' }], {
      x: async () => {
        throw new EngineError('delivery.rejected', 'one of two refused', { details });
      },
    });
    expect(record.steps[0]?.state).toMatchObject({
      status: 'failed',
      failure: { code: 'delivery.rejected', details },
    });
  });

  it('waits as long as the other side asks', async () => {
    const { run, clock } = createFixture();
    let calls = 0;
    await run([{ id: 'x', on_error: 'retry_then_fail' }], {
      x: async () => {
        calls += 1;
        if (calls > 1) return {};
        throw new EngineError('provider.refused', 'wait', { advice: { kind: 'after', ms: 7000 } });
      },
    });
    expect(clock.slept).toEqual([7000]);
  });

  it('fails a step whose output is not JSON, and says where', async () => {
    const record = await createFixture().run([{ id: 'x' }], { x: async () => ({ at: new Date(0) }) });
    expect(record.steps[0]?.state).toMatchObject({
      status: 'failed',
      failure: { code: 'engine.unexpected' },
    });
    expect(JSON.stringify(record.steps[0]?.state)).toContain('/at');
  });

  it('fails a step whose reference leads nowhere, by its on_error', async () => {
    const record = await createFixture().run(
      [
        { id: 'one' },
        { id: 'two', on_error: 'log_and_continue', params: { value: { ref: 'ctx.one.rows[5]' } } },
      ],
      { one: async () => ({ rows: [] }) },
    );
    expect(record.steps[1]?.state).toMatchObject({
      status: 'failed',
      failure: { code: 'step.reference-unresolved' },
    });
    expect(record.state.status).toBe('partial');
  });

  it('cancels running steps and skips the others', async () => {
    const { run, controller, store } = createFixture();
    let aborted = false;
    const record = await run([{ id: 'slow' }, { id: 'next', needs: ['slow'] }], {
      slow: (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true));
        setImmediate(() => controller.abort(new Error('enough')));
        return new Promise(() => undefined);
      },
    });
    expect(statuses(record)).toEqual({ slow: 'cancelled', next: 'skipped cancelled' });
    expect(record.state.status).toBe('cancelled');
    expect(aborted).toBe(true);
    expect((await store.read(record.runId))?.state.status).toBe('cancelled');
  });

  it('stops its steps and rejects when the store fails', async () => {
    const { run, store } = createFixture();
    let aborted = false;
    let commits = 0;
    const { commit } = store;
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        commits += 1;
        if (commits > 1) throw new EngineError('store.failed', 'disk full');
        return commit(change);
      },
    });
    const running = run([{ id: 'quick' }, { id: 'slow' }], {
      slow: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason as Error);
          });
        }),
    });
    await expect(running).rejects.toThrow('disk full');
    expect(aborted).toBe(true);
  });
});
