import { EngineError, type Instant, type RunId } from '@daybook/kernel';
import type { Failure } from '@daybook/runner';
import type { Database } from './database.ts';
import { toStepColumns } from './run-columns.ts';
import type { WriteTransaction } from './transaction.ts';

/** How an interrupted run ends. */
export type InterruptedStatus = 'failed' | 'needs_attention';

/** Ends runs whose process is gone; the caller vouches that it is. */
export interface RunRecovery {
  /**
   * Ends a run that is queued or running: running steps fail with `run.interrupted` and the message, pending ones are
   * skipped. The run needs attention when a `send` step was running, because nobody knows what was delivered; otherwise it
   * failed.
   * @returns what the run became.
   * @throws {EngineError} `run.not-found`; `run.illegal-transition` when the run has ended.
   */
  closeInterrupted(
    runId: RunId,
    ending: { readonly at: Instant; readonly message: string },
  ): Promise<InterruptedStatus>;
}

/** Recovery of the runs in the encrypted database, each in one transaction. */
export function createRunRecovery(database: Database): RunRecovery {
  return {
    closeInterrupted: (runId, ending) => database.write((transaction) => close(transaction, runId, ending)),
  };
}

async function close(
  transaction: WriteTransaction,
  runId: RunId,
  { at, message }: { readonly at: Instant; readonly message: string },
): Promise<InterruptedStatus> {
  const { queries } = transaction;
  const startedAt = await startOf(transaction, runId);
  const running = await queries
    .selectFrom('pipeline_steps')
    .select(['step_id', 'type'])
    .where('run_id', '=', runId)
    .where('status', '=', 'running')
    .execute();
  const status = running.some(({ type }) => type === 'send') ? 'needs_attention' : 'failed';
  const failure: Failure = { code: 'run.interrupted', message, advice: 'never' };
  await queries
    .updateTable('pipeline_steps')
    .set({ status: 'failed', finished_at: at, failure: JSON.stringify(failure) })
    .where('run_id', '=', runId)
    .where('status', '=', 'running')
    .execute();
  await queries
    .updateTable('pipeline_steps')
    .set(toStepColumns({ status: 'skipped', reason: 'run_failed' }))
    .where('run_id', '=', runId)
    .where('status', '=', 'pending')
    .execute();
  await queries
    .updateTable('pipeline_runs')
    // A run that was still queued never started; it has to have a start to have an end.
    .set({ status, started_at: startedAt ?? at, finished_at: at })
    .where('run_id', '=', runId)
    .execute();
  return status;
}

async function startOf({ queries }: WriteTransaction, runId: RunId): Promise<Instant | null> {
  const run = await queries
    .selectFrom('pipeline_runs')
    .select(['status', 'started_at'])
    .where('run_id', '=', runId)
    .executeTakeFirst();
  if (run === undefined) {
    throw new EngineError('run.not-found', `There is no run ${runId}; nothing was changed.`);
  }
  if (run.status === 'queued' || run.status === 'running') return run.started_at;
  throw new EngineError(
    'run.illegal-transition',
    `The run ${runId} is ${run.status} and was not interrupted; nothing was changed.`,
  );
}
