import { EngineError, type Instant, type RunId } from '@daybook/kernel';
import type { Failure, RunChange, StepChange } from '@daybook/runner';
import type { Database } from './database.ts';
import { toStepState } from './run-columns.ts';
import { insertChanges, toChange } from './run-commits.ts';
import { type FenceSource, fencedError, heldFence, isFencedRefusal } from './run-fence.ts';
import type { WriteTransaction } from './transaction.ts';

/** How an interrupted run ends. */
export type InterruptedStatus = 'failed' | 'needs_attention';

/** Ends runs whose process is gone; the caller vouches that it is. */
export interface RunRecovery {
  /**
   * Ends a run that is queued or running: running steps fail with `run.interrupted` and the message, pending ones are
   * skipped. The run needs attention when a `send` step was running, because nobody knows what was delivered; otherwise it
   * failed. The run's log tells of it.
   * @returns what the run became.
   * @throws {EngineError} `run.not-found`; `run.illegal-transition` when the run has ended; `run.fenced` when this process
   *   does not hold the lease.
   */
  closeInterrupted(
    runId: RunId,
    ending: { readonly at: Instant; readonly message: string },
  ): Promise<InterruptedStatus>;
}

/**
 * Recovery of the runs in the encrypted database, each in one transaction.
 * @param options.fence as that of the run store.
 */
export function createRunRecovery(
  database: Database,
  options: { readonly fence?: FenceSource } = {},
): RunRecovery {
  return {
    async closeInterrupted(runId, ending) {
      const fence = heldFence(database, options.fence);
      try {
        return await database.write((transaction) => close(transaction, { runId, fence, ...ending }));
      } catch (cause) {
        throw isFencedRefusal(cause) ? fencedError(database, cause) : cause;
      }
    },
  };
}

interface Closing {
  readonly runId: RunId;
  readonly fence: number | null;
  readonly at: Instant;
  readonly message: string;
}

async function close(transaction: WriteTransaction, closing: Closing): Promise<InterruptedStatus> {
  const { runId, fence, at } = closing;
  const startedAt = await startOf(transaction, runId);
  const { status, steps } = await stepsToEnd(transaction, closing);
  const begin: RunChange = { runId, at, steps: [], run: { status: 'running', startedAt: at } };
  const end: RunChange = { runId, at, steps, run: { status, startedAt: startedAt ?? at, finishedAt: at } };
  // A run that was still queued never started; it has to have a start to have an end.
  const changes = startedAt === null ? [begin, end] : [end];
  await transaction.run(insertChanges, [
    `[${changes.map((change) => toChange(change, { fence })).join(',')}]`,
  ]);
  return status;
}

async function stepsToEnd(
  { queries }: WriteTransaction,
  { runId, at, message }: Closing,
): Promise<{ readonly status: InterruptedStatus; readonly steps: readonly StepChange[] }> {
  const rows = await queries
    .selectFrom('pipeline_steps')
    .selectAll()
    .where('run_id', '=', runId)
    .where('status', 'in', ['running', 'pending'])
    .orderBy('position')
    .execute();
  const failure: Failure = { code: 'run.interrupted', message, advice: 'never' };
  const steps = rows.map((row): StepChange => {
    const state = toStepState(row);
    if (state.status !== 'running') {
      return { stepId: row.step_id, state: { status: 'skipped', reason: 'run_failed' } };
    }
    return { stepId: row.step_id, state: { ...state, status: 'failed', finishedAt: at, failure } };
  });
  const isSending = rows.some(({ type, status }) => type === 'send' && status === 'running');
  return { status: isSending ? 'needs_attention' : 'failed', steps };
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
