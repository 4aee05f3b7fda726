import { toRunId } from '@daybook/kernel';
import { createLeaseStore, createRunRecovery, createRunStore, type Database } from '@daybook/persistence';
import type { RunChange, StepState } from '@daybook/runner';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './stored-policies.ts';
import { runOf, running, storeRun } from './stored-runs.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const pending: StepState = { status: 'pending' };
const underWay: StepState = { status: 'running', attempt: 1, startedAt: at(1) };
const runId = toRunId('run_1');
const start: RunChange = { runId, at: at(1), steps: [{ stepId: 'fetch', state: underWay }], run: running };
const fenced = { code: 'run.fenced', advice: { kind: 'never' } };

afterAll(() => databases.dispose());

describe('createRunStore', () => {
  it('says what a change asked for and what there is', async () => {
    const database = await databases.open();
    await storeRun(database, { runId: 'run_1', steps: { fetch: pending, send: pending } });
    const store = createRunStore(database);
    const state: StepState = { status: 'cancelled', attempt: 1, finishedAt: at(2) };
    const steps = [
      { stepId: 'send', state },
      { stepId: 'no', state },
    ];
    await expect(store.commit({ ...start, steps })).rejects.toMatchObject({
      code: 'run.illegal-transition',
      message:
        "The run run_1 is queued and can't bring send (pending) to cancelled, no (missing) to cancelled, itself to running; nothing was changed.",
    });
    await expect(store.commit({ ...start, runId: toRunId('run_no') })).rejects.toMatchObject({
      message: 'There is no run run_no; nothing was changed.',
    });
  });

  it('keeps an output whatever its text', async () => {
    const database = await databases.open();
    await storeRun(database, { runId: 'run_1', state: running, steps: { fetch: underWay } });
    const output = {
      text: 'zero\u0000inside “Straße” \\u0041 \' " 🙂',
      number: 9007199254740991,
      tiny: 5e-324,
    };
    const large = { ...output, pages: 'x'.repeat(1_000_000) };
    const state: StepState = {
      status: 'success',
      attempt: 1,
      startedAt: at(1),
      finishedAt: at(2),
      output: large,
    };
    const store = createRunStore(database);
    await store.commit({ runId, at: at(2), steps: [{ stepId: 'fetch', state }] });
    expect((await store.read(runId))?.steps[0]?.state).toEqual(state);
    const log = await database.read(({ all }) => all('SELECT sum(length(body)) AS bytes FROM run_log'));
    expect(Number(log[0]?.bytes)).toBeLessThan(1000);
  });

  it('commits for many runs at once, and refuses one of them alone', async () => {
    const database = await databases.open();
    const store = createRunStore(database);
    const ids = Array.from({ length: 16 }, (_, index) => `run_${index + 1}`);
    await Promise.all(ids.map((id) => store.create(runOf({ runId: id, steps: { fetch: pending } }))));
    const changes = ids.map((id, index) => ({
      ...start,
      runId: toRunId(id),
      ...(index === 6 ? { steps: [{ stepId: 'no', state: underWay }] } : {}),
    }));
    const answers = await Promise.allSettled(changes.map((change) => store.commit(change)));
    const refused = answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(refused).toEqual([6]);
    const logs = await Promise.all(ids.map((id) => store.log(toRunId(id), 0)));
    expect(logs.map(({ length }) => length)).toEqual(ids.map((_, index) => (index === 6 ? 1 : 2)));
    expect((await store.read(toRunId('run_7')))?.state.status).toBe('queued');
  });

  it('numbers the log of a run in the order of the calls', async () => {
    const database = await databases.open();
    await storeRun(database, { runId: 'run_1', state: running, steps: { fetch: underWay } });
    const store = createRunStore(database);
    const attempts = [2, 3, 4, 5];
    const commits = attempts.map((attempt) =>
      store.commit({ runId, at: at(attempt), steps: [{ stepId: 'fetch', state: { ...underWay, attempt } }] }),
    );
    await Promise.all(commits);
    const log = await store.log(runId, 1);
    expect(log.map(({ sequence, steps }) => [sequence, steps[0]?.attempt])).toEqual(
      attempts.map((attempt) => [attempt, attempt]),
    );
  });
});

describe('a store with a fence', () => {
  it('commits while its process holds the lease', async () => {
    const database = await databases.open();
    const fence = await takeLease(database, 'one');
    const store = createRunStore(database, { fence: () => fence });
    await store.create(runOf({ runId: 'run_1', steps: { fetch: pending } }));
    await store.commit(start);
    expect((await store.read(runId))?.state).toEqual(running);
  });

  it('changes nothing once another process has taken the lease over', async () => {
    const database = await databases.open();
    const fence = await takeLease(database, 'one');
    const store = createRunStore(database, { fence: () => fence });
    await store.create(runOf({ runId: 'run_1', steps: { fetch: pending } }));
    await takeLease(database, 'two');
    const before = [await store.read(runId), await store.log(runId, 0)];
    await expect(store.commit(start)).rejects.toMatchObject(fenced);
    await expect(store.create(runOf({ runId: 'run_2' }))).rejects.toMatchObject(fenced);
    const recovery = createRunRecovery(database, { fence: () => fence });
    const closing = recovery.closeInterrupted(runId, { at: at(9), message: 'It stopped.' });
    await expect(closing).rejects.toMatchObject(fenced);
    expect([await store.read(runId), await store.log(runId, 0)]).toEqual(before);
    expect(await store.read(toRunId('run_2'))).toBeUndefined();
  });

  it('says that it is fenced rather than that the change is illegal', async () => {
    const database = await databases.open();
    const fence = await takeLease(database, 'one');
    await takeLease(database, 'two');
    const store = createRunStore(database, { fence: () => fence });
    await expect(store.commit(start)).rejects.toMatchObject(fenced);
  });

  it('changes nothing before the lease is taken and after it was given back', async () => {
    const database = await databases.open();
    const none = createRunStore(database, { fence: () => null });
    await expect(none.create(runOf({ runId: 'run_1' }))).rejects.toMatchObject(fenced);
    const fence = await takeLease(database, 'one');
    await createLeaseStore(database).release(fence);
    const store = createRunStore(database, { fence: () => fence });
    await expect(store.create(runOf({ runId: 'run_1' }))).rejects.toMatchObject(fenced);
  });
});

/** Takes the lease, from whoever has it. */
async function takeLease(database: Database, holder: string): Promise<number> {
  const request = { holder, at: at(0), expiresAt: at(10), isGone: () => true };
  return (await createLeaseStore(database).acquire(request)).lease.fence;
}
