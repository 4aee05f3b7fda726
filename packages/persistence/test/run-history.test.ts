import { toPolicyId, toRunId } from '@daybook/kernel';
import { createRunHistory, createRunStore, type Database } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ReadConnection } from '../src/sqlcipher-connection.ts';
import { typedQueries } from '../src/sqlcipher-dialect.ts';
import { at, savePolicy } from './stored-policies.ts';
import { runOf, running, storeRun, success } from './stored-runs.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const [one, two] = [toPolicyId('pol_1'), toPolicyId('pol_2')];

afterAll(() => databases.dispose());

describe('createRunHistory', () => {
  it('lists a run as it stands, with the name of its policy', async () => {
    const database = await databases.open();
    const policyId = await savePolicy(database, 'Straße 東京');
    await storeRun(database, { runId: 'run_1', policyId, state: success });
    const { steps: _, ...run } = runOf({ runId: 'run_1', policyId, state: success });
    expect(await createRunHistory(database).list({ limit: 10 })).toEqual([
      { ...run, policyName: 'Straße 東京' },
    ]);
  });

  it('calls a policy that is not on record by its id', async () => {
    const database = await databases.open();
    await storeRun(database, { runId: 'run_1', policyId: one });
    expect(await createRunHistory(database).list({ limit: 10 })).toMatchObject([{ policyName: 'pol_1' }]);
  });

  it('gives pages, newest first, without losing runs of one instant', async () => {
    const database = await databases.open();
    for (const [runId, second] of [
      ['b', 1],
      ['a', 1],
      ['d', 2],
      ['c', 1],
    ] as const) {
      await storeRun(database, { runId, second });
    }
    const history = createRunHistory(database);
    const first = await history.list({ limit: 2 });
    expect(first.map(({ runId }) => runId)).toEqual(['d', 'c']);
    const before = { createdAt: at(1), runId: toRunId('c') };
    expect((await history.list({ before, limit: 5 })).map(({ runId }) => runId)).toEqual(['b', 'a']);
  });

  it('filters by policy and status', async () => {
    const { history } = await manyRuns();
    const ids = async (page: Parameters<typeof history.list>[0]) =>
      (await history.list(page)).map(({ runId }) => runId);
    expect(await ids({ policyId: one, limit: 10 })).toEqual(['run_4', 'run_2', 'run_1']);
    expect(await ids({ status: 'success', limit: 10 })).toEqual(['run_3', 'run_1']);
    expect(await ids({ policyId: one, status: 'success', limit: 10 })).toEqual(['run_1']);
    expect(await ids({ policyId: toPolicyId('pol_none'), limit: 10 })).toEqual([]);
  });

  it('shows dry runs only to those who ask', async () => {
    const { database, history } = await manyRuns();
    await storeRun(database, { runId: 'run_5', policyId: one, second: 5, dryRun: true });
    await storeRun(database, { runId: 'run_6', policyId: one, second: 6, resumedFrom: toRunId('run_1') });
    const shown = (await history.list({ policyId: one, limit: 2 })).map(({ runId }) => runId);
    expect(shown).toEqual(['run_6', 'run_4']);
    expect(await history.list({ policyId: one, dryRuns: true, limit: 2 })).toMatchObject([
      { runId: 'run_6', resumedFrom: 'run_1', dryRun: false },
      { runId: 'run_5', resumedFrom: null, dryRun: true },
    ]);
    expect(await history.countUnfinished(one)).toBe(3);
    expect((await history.unfinished()).map(({ runId }) => runId)).toContain('run_5');
  });

  it('never calls a dry run the last of its policy', async () => {
    const { database, history } = await manyRuns();
    await storeRun(database, { runId: 'run_5', policyId: two, second: 5, dryRun: true });
    expect((await history.lastOf([two])).get(two)?.runId).toBe('run_3');
  });

  it('counts the unfinished runs of one policy', async () => {
    const { history } = await manyRuns();
    expect(await history.countUnfinished(one)).toBe(2);
    expect(await history.countUnfinished(two)).toBe(0);
  });

  it('tells which process runs what is unfinished', async () => {
    const { history } = await manyRuns();
    const unfinished = await history.unfinished();
    expect(unfinished.map(({ runId, state, process }) => [runId, state.status, process])).toEqual([
      ['run_2', 'running', 'box:17'],
      ['run_4', 'queued', null],
    ]);
  });

  it('forgets a run as unfinished once it has ended', async () => {
    const { database, history } = await manyRuns();
    const run = { status: 'failed', startedAt: at(1), finishedAt: at(3) } as const;
    await createRunStore(database).commit({ runId: toRunId('run_2'), at: at(3), steps: [], run });
    expect(await history.countUnfinished(one)).toBe(1);
  });

  it('gives the newest run of each policy', async () => {
    const { history } = await manyRuns();
    const last = await history.lastOf([one, two, toPolicyId('pol_none')]);
    expect(Object.fromEntries([...last].map(([policyId, { runId }]) => [policyId, runId]))).toEqual({
      pol_1: 'run_4',
      pol_2: 'run_3',
    });
    expect((await history.lastOf([])).size).toBe(0);
  });

  it('reads no more than it shows', async () => {
    const { database } = await manyRuns();
    const plans: string[] = [];
    const history = createRunHistory(explained(database, plans));
    await history.list({ limit: 10 });
    await history.list({ policyId: one, dryRuns: true, limit: 10 });
    await history.list({ status: 'failed', limit: 10 });
    await history.list({ status: 'running', limit: 10 });
    await history.countUnfinished(one);
    await history.unfinished();
    await history.lastOf([one]);
    expect(plans).toEqual([
      'SCAN run USING INDEX pipeline_runs_by_time',
      'SEARCH run USING INDEX pipeline_runs_by_policy',
      'SEARCH run USING INDEX pipeline_runs_ended_badly',
      'SCAN run USING INDEX pipeline_runs_unfinished',
      'SEARCH run USING INDEX pipeline_runs_unfinished',
      'SCAN run USING INDEX pipeline_runs_unfinished',
      'SEARCH run USING INDEX sqlite_autoindex_pipeline_runs_1',
    ]);
  });
});

/** A database that notes how it comes to the runs of each query. */
function explained(database: Database, plans: string[]): Database {
  return {
    ...database,
    read: (work) =>
      database.read(({ all }) => {
        const noted: ReadConnection = {
          async all(sql, parameters) {
            const plan = await all(`EXPLAIN QUERY PLAN ${sql}`, parameters);
            const steps = plan.map(({ detail }) => String(detail).replace(/ \(.*/, ''));
            plans.push(...steps.filter((step) => / run( |$)/.test(step)));
            return all(sql, parameters);
          },
          interrupt: () => undefined,
          close: () => Promise.resolve(),
        };
        return work({ all: noted.all, queries: typedQueries(noted) });
      }),
  };
}

async function manyRuns() {
  const database: Database = await databases.open();
  await storeRun(database, { runId: 'run_1', policyId: one, second: 1, state: success });
  await storeRun(database, { runId: 'run_2', policyId: one, second: 2, state: running, process: 'box:17' });
  await storeRun(database, { runId: 'run_3', policyId: two, second: 3, state: success });
  await storeRun(database, { runId: 'run_4', policyId: one, second: 4 });
  return { database, history: createRunHistory(database) };
}
