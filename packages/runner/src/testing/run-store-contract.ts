import { type Instant, sha256, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import type { RunRecord, RunStore } from '../run-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every run store must do. `create` gives an empty one. */
export function runStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<RunStore>,
): void {
  const refused = { code: 'run.illegal-transition' };

  async function stored(run = queuedRun()): Promise<RunStore> {
    const store = await create();
    await store.create(run);
    return store;
  }

  async function running(): Promise<RunStore> {
    const store = await stored();
    await store.commit({
      runId,
      at: at(1),
      run: { status: 'running', startedAt: at(1) },
      steps: [{ stepId: 'fetch', state: { status: 'running', attempt: 1, startedAt: at(1) } }],
    });
    return store;
  }

  describe('creating', () => {
    it('keeps a run with its steps in order', async () => {
      const store = await stored();
      expect(await store.read(runId)).toEqual(queuedRun());
    });

    it('knows no other run', async () => {
      const store = await stored();
      expect(await store.read(toRunId('run_other'))).toBeUndefined();
    });

    it('refuses a run that exists and keeps the first', async () => {
      const store = await stored();
      await expect(store.create({ ...queuedRun(), actor: 'second' })).rejects.toMatchObject(refused);
      expect((await store.read(runId))?.actor).toBe('cli');
    });

    it('keeps steps in whatever states are given', async () => {
      const run: RunRecord = {
        ...queuedRun(),
        state: { status: 'partial', startedAt: at(1), finishedAt: at(9) },
        steps: everyState,
      };
      const store = await stored(run);
      expect(await store.read(runId)).toEqual(run);
    });
  });

  it('keeps where a run was resumed from, and that it is for show', async () => {
    const run: RunRecord = { ...queuedRun(), resumedFrom: toRunId('run_0'), dryRun: true };
    const store = await stored(run);
    expect(await store.read(runId)).toEqual(run);
  });

  describe('committing', () => {
    it('ends one step and starts the next in one change', async () => {
      const store = await running();
      await store.commit({
        runId,
        at: at(4),
        steps: [
          {
            stepId: 'fetch',
            state: { status: 'success', attempt: 1, startedAt: at(1), finishedAt: at(2), output },
          },
          { stepId: 'load', state: { status: 'running', attempt: 1, startedAt: at(2) } },
        ],
      });
      const run = await store.read(runId);
      expect(run?.steps.map(({ state }) => state)).toEqual([
        { status: 'success', attempt: 1, startedAt: at(1), finishedAt: at(2), output },
        { status: 'running', attempt: 1, startedAt: at(2) },
        { status: 'pending' },
      ]);
      expect(run?.state).toEqual({ status: 'running', startedAt: at(1) });
    });

    it('lets a running step start its next attempt', async () => {
      const store = await running();
      const state = { status: 'running', attempt: 2, startedAt: at(3) } as const;
      await store.commit({ runId, at: at(3), steps: [{ stepId: 'fetch', state }] });
      expect((await store.read(runId))?.steps[0]?.state).toEqual(state);
    });

    it('finishes steps and run together', async () => {
      const store = await running();
      const failure = {
        code: 'step.timeout',
        message: 'It took “too” long\nby far.',
        advice: 'backoff',
      } as const;
      const failed = { status: 'failed', attempt: 1, startedAt: at(1), finishedAt: at(4), failure } as const;
      const skipped = { status: 'skipped', reason: 'run_failed' } as const;
      await store.commit({
        runId,
        at: at(4),
        steps: [
          { stepId: 'fetch', state: failed },
          { stepId: 'load', state: skipped },
          { stepId: 'mail', state: skipped },
        ],
        run: { status: 'failed', startedAt: at(1), finishedAt: at(4) },
      });
      const run = await store.read(runId);
      expect(run?.state).toEqual({ status: 'failed', startedAt: at(1), finishedAt: at(4) });
      expect(run?.steps.map(({ state }) => state)).toEqual([failed, skipped, skipped]);
    });

    it('refuses an illegal step and keeps nothing of the change', async () => {
      const store = await running();
      const before = await store.read(runId);
      await expect(
        store.commit({
          runId,
          at: at(4),
          steps: [
            { stepId: 'load', state: { status: 'skipped', reason: 'cancelled' } },
            { stepId: 'mail', state: { status: 'cancelled', attempt: 1, finishedAt: at(2) } },
          ],
        }),
      ).rejects.toMatchObject(refused);
      expect(await store.read(runId)).toEqual(before);
    });

    it('refuses an illegal run state and keeps nothing of the change', async () => {
      const store = await running();
      const before = await store.read(runId);
      await expect(
        store.commit({
          runId,
          at: at(4),
          steps: [{ stepId: 'load', state: { status: 'skipped', reason: 'cancelled' } }],
          run: { status: 'queued' },
        }),
      ).rejects.toMatchObject(refused);
      expect(await store.read(runId)).toEqual(before);
    });

    it('refuses unknown steps and unknown runs', async () => {
      const store = await running();
      const state = { status: 'running', attempt: 1, startedAt: at(2) } as const;
      await expect(
        store.commit({ runId, at: at(3), steps: [{ stepId: 'no', state }] }),
      ).rejects.toMatchObject(refused);
      for (const steps of [[{ stepId: 'fetch', state }], []]) {
        await expect(store.commit({ runId: toRunId('run_no'), at: at(3), steps })).rejects.toMatchObject(
          refused,
        );
      }
    });

    it('changes nothing in another run', async () => {
      const store = await running();
      const other = { ...queuedRun(), runId: toRunId('run_2') };
      await store.create(other);
      await store.commit({
        runId,
        at: at(4),
        steps: [{ stepId: 'load', state: { status: 'skipped', reason: 'skip_if' } }],
      });
      expect(await store.read(other.runId)).toEqual(other);
    });

    it('keeps how a condition was decided', async () => {
      const store = await running();
      const trace = { kind: 'comparison', field: 'x', op: 'eq', left: '1', right: '1', result: true };
      await store.commit({
        runId,
        at: at(4),
        steps: [{ stepId: 'load', state: { status: 'skipped', reason: 'skip_if' }, trace }],
      });
      const run = await store.read(runId);
      expect(run?.steps.map((step) => step.trace)).toEqual([null, trace, null]);
      await store.commit({
        runId,
        at: at(5),
        steps: [{ stepId: 'mail', state: { status: 'skipped', reason: 'dependency_skipped' } }],
      });
      expect((await store.read(runId))?.steps[1]?.trace).toEqual(trace);
    });

    it('gives back outputs that nobody else holds', async () => {
      const store = await stored({ ...queuedRun(), steps: everyState });
      const first = await store.read(runId);
      const second = await store.read(runId);
      expect(second?.steps).not.toBe(first?.steps);
      expect(second).toEqual(first);
    });
  });

  describe('the log', () => {
    it('tells every commit again, from any entry on, without outputs', async () => {
      const store = await running();
      await store.commit({
        runId,
        at: at(2),
        steps: [
          {
            stepId: 'fetch',
            state: { status: 'success', attempt: 1, startedAt: at(1), finishedAt: at(2), output },
          },
          { stepId: 'load', state: { status: 'skipped', reason: 'skip_if' } },
        ],
      });
      await store.commit({
        runId,
        at: at(3),
        steps: [{ stepId: 'mail', state: { status: 'skipped', reason: 'dependency_skipped' } }],
        run: { status: 'success', startedAt: at(1), finishedAt: at(3) },
      });
      const entries = await store.log(runId, 0);
      expect(entries).toEqual([
        { sequence: 1, at: at(0), run: 'queued', steps: [] },
        {
          sequence: 2,
          at: at(1),
          run: 'running',
          steps: [{ stepId: 'fetch', status: 'running', attempt: 1, reason: null }],
        },
        {
          sequence: 3,
          at: at(2),
          run: null,
          steps: [
            { stepId: 'fetch', status: 'success', attempt: 1, reason: null },
            { stepId: 'load', status: 'skipped', attempt: null, reason: 'skip_if' },
          ],
        },
        {
          sequence: 4,
          at: at(3),
          run: 'success',
          steps: [{ stepId: 'mail', status: 'skipped', attempt: null, reason: 'dependency_skipped' }],
        },
      ]);
      expect(await store.log(runId, 2)).toEqual(entries.slice(2));
      expect(await store.log(runId, 4)).toEqual([]);
      expect(await store.log(toRunId('run_no'), 0)).toEqual([]);
    });

    it('keeps nothing of a change that was refused', async () => {
      const store = await running();
      const state = { status: 'cancelled', attempt: 1, finishedAt: at(2) } as const;
      await expect(
        store.commit({ runId, at: at(2), steps: [{ stepId: 'mail', state }] }),
      ).rejects.toMatchObject(refused);
      expect(await store.log(runId, 0)).toHaveLength(2);
    });
  });
}

const runId = toRunId('run_1');
const output = {
  rows: ['0.1', 'Straße 東京 🙂', null],
  nested: { deep: [true, 1.5, { '': 'empty key' }] },
  empty: {},
};

const plain = { paramsSha256: sha256('params'), trace: null } as const;

const everyState: RunRecord['steps'] = [
  { stepId: 'a', type: 'fetch', stepVersion: 1, ...plain, state: { status: 'pending' } },
  {
    stepId: 'b',
    type: 'fetch',
    stepVersion: 1,
    ...plain,
    state: { status: 'running', attempt: 2, startedAt: at(1) },
  },
  {
    stepId: 'c',
    type: 'fetch',
    stepVersion: 1,
    ...plain,
    state: { status: 'success', attempt: 1, startedAt: at(1), finishedAt: at(2), output: null },
  },
  {
    stepId: 'd',
    type: 'send',
    stepVersion: 3,
    ...plain,
    state: {
      status: 'failed',
      attempt: 3,
      startedAt: at(1),
      finishedAt: at(2),
      failure: { code: 'delivery.rejected', message: 'No.', advice: 'never', details: { refused: ['a'] } },
    },
  },
  {
    stepId: 'e',
    type: 'send',
    stepVersion: 1,
    ...plain,
    state: { status: 'cancelled', attempt: 1, finishedAt: at(2) },
  },
  {
    stepId: 'f',
    type: 'send',
    stepVersion: 1,
    ...plain,
    state: { status: 'skipped', reason: 'dependency_failed' },
  },
  {
    stepId: 'g',
    type: 'fetch',
    stepVersion: 1,
    ...plain,
    trace: { kind: 'all', result: false, parts: [] },
    state: {
      status: 'success',
      attempt: 2,
      startedAt: at(1),
      finishedAt: at(2),
      output: ['of then'],
      reused: true,
    },
  },
];

function queuedRun(): RunRecord {
  return {
    runId,
    policyId: toPolicyId('pol_1'),
    policyVersion: 1,
    cause: 'manual',
    actor: 'cli',
    scheduledFor: at(0),
    createdAt: at(0),
    resumedFrom: null,
    dryRun: false,
    state: { status: 'queued' },
    // Not in the order of their names.
    steps: [
      { stepId: 'fetch', type: 'fetch', stepVersion: 1, ...plain, state: { status: 'pending' } },
      { stepId: 'load', type: 'transform', stepVersion: 2, ...plain, state: { status: 'pending' } },
      { stepId: 'mail', type: 'send', stepVersion: 1, ...plain, state: { status: 'pending' } },
    ],
  };
}

function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
