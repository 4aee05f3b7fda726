import { describe, expect, it } from '@jest/globals';
import type { RunRecord, StepState } from '@daybook/runner';
import { createMemoryRunStore, type MemoryRunStore } from '@daybook/runner/testing';
import { toStepRecords } from '../src/step-records.ts';
import { at } from './jumping-clock.ts';
import { createFixture, type Fixture, header, statuses } from './pipeline-fixture.ts';
import { type Behaviours, broken, busy, createWorkSteps, policyOf } from './work-steps.ts';

const success: StepState = {
  status: 'success',
  attempt: 1,
  startedAt: at(1),
  finishedAt: at(2),
  output: { n: 7 },
};
const running = (attempt: number): StepState => ({ status: 'running', attempt, startedAt: at(2) });

/** A run on record whose process died with its steps in these states; the others are pending. */
async function died(
  steps: readonly object[],
  states: Readonly<Record<string, StepState>>,
  change: Partial<RunRecord> = {},
): Promise<{ readonly run: RunRecord; readonly fixture: Fixture }> {
  const store = createMemoryRunStore();
  const records = toStepRecords(createWorkSteps(), policyOf(steps), {
    states: new Map(Object.entries(states)),
    traces: new Map(),
  });
  const run: RunRecord = {
    ...header,
    state: { status: 'running', startedAt: at(0) },
    steps: records,
    ...change,
  };
  await store.create(run);
  return { run, fixture: createFixture({ store }) };
}

const chain = [{ id: 'a' }, { id: 'b', params: { value: { ref: 'ctx.a.n' } } }, { id: 'c', needs: ['b'] }];

/** Behaviours that note by whom, at which attempt and with what they were called. */
function noting(ids: readonly string[]): { readonly calls: string[]; readonly behaviours: Behaviours } {
  const calls: string[] = [];
  const behaviours = Object.fromEntries(
    ids.map((id) => [
      id,
      async (value: unknown, { attempt }: { readonly attempt: number }) => {
        calls.push(`${id} ${attempt} ${JSON.stringify(value)}`);
        return {};
      },
    ]),
  );
  return { calls, behaviours };
}

async function expectGapless(store: MemoryRunStore): Promise<void> {
  const log = await store.log(header.runId, 0);
  expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => index + 1));
}

describe('continuePipeline', () => {
  it('tries what was interrupted once more, and runs nothing again that is finished', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(1) });
    const { calls, behaviours } = noting(['a', 'b', 'c']);
    const record = await fixture.goOn(run, chain, behaviours);
    expect(calls).toEqual(['b 2 7', 'c 1 undefined']);
    expect(record.state).toMatchObject({ status: 'success', startedAt: at(0) });
    expect(record.steps.map(({ state }) => state)).toMatchObject([success, { attempt: 2 }, { attempt: 1 }]);
    expect(await fixture.store.read(run.runId)).toEqual(record);
  });

  it('has the new attempt on record before the step begins', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(3) });
    let onRecord: StepState | undefined;
    await fixture.goOn(run, chain, {
      b: async () => {
        onRecord = (await fixture.store.read(run.runId))?.steps[1]?.state;
        return {};
      },
    });
    expect(onRecord).toMatchObject({ status: 'running', attempt: 4 });
  });

  it('begins nothing when it may not record the new attempt', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(1) });
    const commit = async () => Promise.reject(new Error('disk full'));
    Object.assign(fixture.store, { commit });
    const { calls, behaviours } = noting(['a', 'b', 'c']);
    await expect(fixture.goOn(run, chain, behaviours)).rejects.toThrow('disk full');
    expect(calls).toEqual([]);
  });

  it('gives an interrupted step its own attempts again', async () => {
    const steps = [{ id: 'x', on_error: 'retry_then_fail', retry: { max_attempts: 2 } }];
    const { run, fixture } = await died(steps, { x: running(2) });
    const record = await fixture.goOn(run, steps, { x: busy });
    expect(record.steps[0]?.state).toMatchObject({ status: 'failed', attempt: 4 });
    await expectGapless(fixture.store);
  });

  it('goes on with the numbers of log and events where they ended', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(1) });
    await fixture.goOn(run, chain);
    await expectGapless(fixture.store);
    expect(fixture.events.map(({ kind, sequence }) => `${sequence} ${kind}`)).toEqual([
      '1 run-started',
      '2 step-changed',
      '3 step-changed',
      '3 step-changed',
      '4 step-changed',
      '4 run-finished',
    ]);
  });

  it('starts a run that was still in the queue', async () => {
    const { run, fixture } = await died(chain, {}, { state: { status: 'queued' } });
    const record = await fixture.goOn(run, chain, { a: async () => ({ n: 1 }) });
    expect(statuses(record)).toEqual({ a: 'success', b: 'success', c: 'success' });
    expect(record.state.status).toBe('success');
    const log = await fixture.store.log(run.runId, 0);
    expect(log.map((entry) => entry.run)).toEqual(['queued', 'running', null, null, null, 'success']);
    expect(fixture.events[0]).toMatchObject({ kind: 'run-started', sequence: 2 });
  });

  it('ends a run of which every step is finished', async () => {
    const { run, fixture } = await died([{ id: 'a' }], { a: success });
    expect((await fixture.goOn(run, [{ id: 'a' }], { a: broken })).state.status).toBe('success');
  });

  it('obeys a failure that is on record', async () => {
    const failure = { code: 'provider.refused', message: 'no', advice: 'never' } as const;
    const failed = { status: 'failed', attempt: 1, startedAt: at(1), finishedAt: at(2), failure } as const;
    const { run, fixture } = await died(chain, { a: failed });
    const record = await fixture.goOn(run, chain);
    expect(statuses(record)).toEqual({ a: 'failed', b: 'skipped run_failed', c: 'skipped run_failed' });
  });

  it('can be cancelled', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(1) });
    const record = await fixture.goOn(run, chain, {
      b: () => {
        fixture.controller.abort(new Error('enough'));
        return new Promise(() => undefined);
      },
    });
    expect(statuses(record)).toEqual({ a: 'success', b: 'cancelled', c: 'skipped cancelled' });
    expect(record.state.status).toBe('cancelled');
  });

  it('begins nothing when it was cancelled before', async () => {
    const { run, fixture } = await died(chain, { a: success, b: running(1) });
    fixture.controller.abort(new Error('enough'));
    const { calls, behaviours } = noting(['a', 'b', 'c']);
    const record = await fixture.goOn(run, chain, behaviours);
    expect(calls).toEqual([]);
    expect(statuses(record)).toEqual({ a: 'success', b: 'cancelled', c: 'skipped cancelled' });
  });

  it('runs four at most, interrupted ones included', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const steps = ids.map((id) => ({ id }));
    const { run, fixture } = await died(steps, { a: running(1), b: running(1), c: running(1) });
    let current = 0;
    let most = 0;
    const behaviour = async (): Promise<unknown> => {
      most = Math.max(most, (current += 1));
      await new Promise((resolve) => setImmediate(resolve));
      current -= 1;
      return {};
    };
    await fixture.goOn(run, steps, Object.fromEntries(ids.map((id) => [id, behaviour])));
    expect(most).toBe(4);
  });

  it('keeps how conditions were decided before', async () => {
    const condition = { field: { ref: 'ctx.a.n' }, op: 'eq', value: 1 };
    const steps = [{ id: 'a' }, { id: 'b', skip_if: condition }, { id: 'c', needs: ['b'] }];
    const { run, fixture } = await died(steps, { a: success, b: running(1) });
    const trace = { kind: 'comparison', result: false };
    const traced = run.steps.map((step) => (step.stepId === 'b' ? { ...step, trace } : step));
    const record = await fixture.goOn({ ...run, steps: traced }, steps);
    expect(record.steps[1]?.trace).toEqual(trace);
  });
});
