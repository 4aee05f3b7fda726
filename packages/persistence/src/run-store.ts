import { EngineError, type RunId } from '@daybook/kernel';
import type { RunChange, RunLogEntry, RunRecord, RunStore } from '@daybook/runner';
import type { Database } from './database.ts';
import { insertChanges, insertCreations, toChange, toCreation } from './run-commits.ts';
import { toRunHeader, toRunState, toStepRecord } from './run-columns.ts';
import { type FenceSource, fencedError, heldFence, isFencedRefusal, isIllegalRefusal } from './run-fence.ts';
import { toLogEntry } from './run-log.ts';

/**
 * The runner's store in the encrypted database; a commit is one statement whatever it changes, and runs that commit at
 * the same time share it.
 * @param options.process names the process that runs what this store creates, such as `host:pid`; not recorded when it is
 *   left out.
 * @param options.fence the lease that this process holds, asked at every commit; while it gives `null` every commit is
 *   `run.fenced`. Left out, commits need no lease.
 */
export function createRunStore(
  database: Database,
  options: { readonly process?: string; readonly fence?: FenceSource } = {},
): RunStore {
  const { process = null, fence } = options;
  return {
    async create(run) {
      const committer = { process, fence: heldFence(database, fence) };
      await database.writeItem(insertCreations, toCreation(run, committer)).catch((cause: unknown) => {
        if (isIllegalRefusal(cause)) throw illegal(`The run ${run.runId} exists already`, cause);
        throw isFencedRefusal(cause) ? fencedError(database, cause) : cause;
      });
    },
    async commit(change) {
      const committer = { fence: heldFence(database, fence) };
      await database.writeItem(insertChanges, toChange(change, committer)).catch(async (cause: unknown) => {
        if (isIllegalRefusal(cause)) throw illegal(await refusal(database, change), cause);
        throw isFencedRefusal(cause) ? fencedError(database, cause) : cause;
      });
    },
    log: (runId, after) => readLog(database, runId, after),
    read: (runId) => readRun(database, runId),
  };
}

async function readRun(database: Database, runId: RunId): Promise<RunRecord | undefined> {
  return database.read(async ({ queries }) => {
    const run = await queries
      .selectFrom('pipeline_runs')
      .selectAll()
      .where('run_id', '=', runId)
      .executeTakeFirst();
    if (run === undefined) return undefined;
    const steps = await queries
      .selectFrom('pipeline_steps')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('position')
      .execute();
    return { ...toRunHeader(run), state: toRunState(run), steps: steps.map(toStepRecord) };
  });
}

async function readLog(database: Database, runId: RunId, after: number): Promise<readonly RunLogEntry[]> {
  const rows = await database.read(({ queries }) =>
    queries
      .selectFrom('run_log')
      .select(['sequence', 'at', 'body'])
      .where('run_id', '=', runId)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .execute(),
  );
  return rows.map(toLogEntry);
}

/** Only when a commit is refused: what stands in the database, for the message. */
async function refusal(database: Database, { runId, steps, run }: RunChange): Promise<string> {
  const stored = await readRun(database, runId);
  if (stored === undefined) return `There is no run ${runId}`;
  const found = new Map(stored.steps.map(({ stepId, state }) => [stepId, state.status]));
  const wanted = [
    ...steps.map(({ stepId, state }) => `${stepId} (${found.get(stepId) ?? 'missing'}) to ${state.status}`),
    ...(run === undefined ? [] : [`itself to ${run.status}`]),
  ];
  return `The run ${runId} is ${stored.state.status} and can't bring ${wanted.join(', ')}`;
}

function illegal(message: string, cause: unknown): EngineError {
  return new EngineError('run.illegal-transition', `${message}; nothing was changed.`, { cause });
}
