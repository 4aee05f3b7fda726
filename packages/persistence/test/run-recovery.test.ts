import { toRunId } from '@daybook/kernel';
import { createRunRecovery, createRunStore } from '@daybook/persistence';
import type { StepState } from '@daybook/runner';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { type RunToStore, running, storeRun, success } from './stored-runs.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const ending = { at: at(9), message: 'Daybook was ended while this step ran; run the policy again.' };

afterAll(() => databases.dispose());

const done: StepState = { status: 'success', attempt: 1, startedAt: at(1), finishedAt: at(2), output: {} };
const underWay: StepState = { status: 'running', attempt: 2, startedAt: at(3) };
const pending: StepState = { status: 'pending' };
const interrupted = {
  status: 'failed',
  attempt: 2,
  startedAt: at(3),
  finishedAt: at(9),
  failure: { code: 'run.interrupted', message: ending.message, advice: 'never' },
};

describe('createRunRecovery', () => {
  it('ends a run in every step that had not ended', async () => {
    const skipped: StepState = { status: 'skipped', reason: 'skip_if' };
    const steps = { fetch: done, fetch_2: underWay, query: skipped, transform: pending, send: pending };
    const closed = await close({ runId: 'run_1', state: running, steps });
    expect(closed).toEqual({
      answer: 'failed',
      run: { status: 'failed', startedAt: at(1), finishedAt: at(9) },
      steps: [done, interrupted, skipped, ...[0, 1].map(() => ({ status: 'skipped', reason: 'run_failed' }))],
    });
  });

  it('asks for attention when something was being sent', async () => {
    const steps = { render: done, send: underWay };
    expect(await close({ runId: 'run_1', state: running, steps })).toMatchObject({
      answer: 'needs_attention',
      run: { status: 'needs_attention', finishedAt: at(9) },
      steps: [done, interrupted],
    });
  });

  it('asks for none when everything had been sent', async () => {
    const steps = { send: done, query: underWay };
    expect(await close({ runId: 'run_1', state: running, steps })).toMatchObject({ answer: 'failed' });
  });

  it('ends a run that never started', async () => {
    expect(await close({ runId: 'run_1', steps: { fetch: pending } })).toEqual({
      answer: 'failed',
      run: { status: 'failed', startedAt: at(9), finishedAt: at(9) },
      steps: [{ status: 'skipped', reason: 'run_failed' }],
    });
  });

  it('leaves other runs alone', async () => {
    const database = await databases.open();
    for (const runId of ['run_1', 'run_2']) {
      await storeRun(database, { runId, state: running, steps: { fetch: underWay } });
    }
    const before = await createRunStore(database).read(toRunId('run_2'));
    await createRunRecovery(database).closeInterrupted(toRunId('run_1'), ending);
    expect(await createRunStore(database).read(toRunId('run_2'))).toEqual(before);
  });

  it('changes nothing about a run that has ended', async () => {
    const database = await databases.open();
    const runId = await storeRun(database, { runId: 'run_1', state: success, steps: { fetch: done } });
    const before = await createRunStore(database).read(runId);
    const closed = createRunRecovery(database).closeInterrupted(runId, ending);
    await expect(closed).rejects.toMatchObject({ code: 'run.illegal-transition' });
    expect(await createRunStore(database).read(runId)).toEqual(before);
  });

  it('says that there is no such run', async () => {
    const recovery = createRunRecovery(await databases.open());
    const closed = recovery.closeInterrupted(toRunId('run_none'), ending);
    await expect(closed).rejects.toMatchObject({ code: 'run.not-found' });
  });
});

async function close(run: RunToStore) {
  const database = await databases.open();
  const runId = await storeRun(database, run);
  const answer = await createRunRecovery(database).closeInterrupted(runId, ending);
  const stored = await createRunStore(database).read(runId);
  return { answer, run: stored?.state, steps: stored?.steps.map(({ state }) => state) };
}
