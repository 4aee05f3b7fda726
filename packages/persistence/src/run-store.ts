import { EngineError, type RunId } from '@daybook/kernel';
import type { RunChange, RunRecord, RunState, RunStore } from '@daybook/runner';
import type { Database } from './database.ts';
import { legalRunTransitions, legalStepTransitions } from './legal-transitions.ts';
import { toRunColumns, toRunState, toStepColumns, toStepState } from './run-columns.ts';
import type { WriteTransaction } from './transaction.ts';

const insertSteps = `
INSERT INTO pipeline_steps
  (run_id, step_id, position, type, step_version, status, attempt, started_at, finished_at, skip_reason, output, failure)
SELECT ?1, value ->> 'step_id', value ->> 'position', value ->> 'type', value ->> 'step_version', value ->> 'status',
  value ->> 'attempt', value ->> 'started_at', value ->> 'finished_at', value ->> 'skip_reason', value ->> 'output',
  value ->> 'failure'
FROM json_each(?2)`;

const updateSteps = `
UPDATE pipeline_steps AS step
SET status = value ->> 'status', attempt = value ->> 'attempt', started_at = value ->> 'started_at',
  finished_at = value ->> 'finished_at', skip_reason = value ->> 'skip_reason', output = value ->> 'output',
  failure = value ->> 'failure'
FROM json_each(?2)
WHERE step.run_id = ?1 AND step.step_id = value ->> 'step_id'
  AND step.status || '>' || (value ->> 'status') IN (${quotedList(legalStepTransitions)})`;

const updateRun = `
UPDATE pipeline_runs
SET status = ?2, started_at = ?3, finished_at = ?4
WHERE run_id = ?1 AND status || '>' || ?2 IN (${quotedList(legalRunTransitions)})`;

/**
 * The runner's store in the encrypted database; a commit is two or three statements whatever it changes.
 * @param options.process names the process that runs what this store creates, such as `host:pid`; not recorded when it is
 *   left out.
 */
export function createRunStore(database: Database, options: { readonly process?: string } = {}): RunStore {
  const process = options.process ?? null;
  return {
    create: (run) => database.write((transaction) => insertRun(transaction, run, process)),
    commit: (change) => database.write((transaction) => applyChange(transaction, change)),
    read: (runId) => readRun(database, runId),
  };
}

async function insertRun(
  { queries, run: execute }: WriteTransaction,
  run: RunRecord,
  process: string | null,
): Promise<void> {
  const inserted = await queries
    .insertInto('pipeline_runs')
    .values({
      run_id: run.runId,
      policy_id: run.policyId,
      policy_version: run.policyVersion,
      cause: run.cause,
      actor: run.actor,
      scheduled_for: run.scheduledFor,
      created_at: run.createdAt,
      ...toRunColumns(run.state),
      process,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (inserted.numInsertedOrUpdatedRows === 0n) throw illegal(`The run ${run.runId} exists already`);

  const steps = run.steps.map((step, position) => ({
    step_id: step.stepId,
    position,
    type: step.type,
    step_version: step.stepVersion,
    ...toStepColumns(step.state),
  }));
  await execute(insertSteps, [run.runId, JSON.stringify(steps)]);
}

async function applyChange(transaction: WriteTransaction, { runId, steps, run }: RunChange): Promise<void> {
  if (steps.length > 0) {
    const changes = steps.map(({ stepId, state }) => ({ step_id: stepId, ...toStepColumns(state) }));
    const changed = await transaction.run(updateSteps, [runId, JSON.stringify(changes)]);
    if (changed !== steps.length) throw await refusedSteps(transaction, { runId, steps });
  }
  if (run !== undefined) {
    const { status, started_at, finished_at } = toRunColumns(run);
    const changed = await transaction.run(updateRun, [runId, status, started_at, finished_at]);
    if (changed === 0) throw await refusedRun(transaction, runId, run);
  }
  if (steps.length === 0 && run === undefined && (await storedStatus(transaction, runId)) === undefined) {
    throw illegal(`There is no run ${runId}`);
  }
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
    return {
      runId,
      policyId: run.policy_id,
      policyVersion: run.policy_version,
      cause: run.cause,
      actor: run.actor,
      scheduledFor: run.scheduled_for,
      createdAt: run.created_at,
      state: toRunState(run),
      steps: steps.map((step) => ({
        stepId: step.step_id,
        type: step.type,
        stepVersion: step.step_version,
        state: toStepState(step),
      })),
    };
  });
}

/** Only when a commit is refused: what stands in the database, for the message. */
async function refusedSteps(
  { queries }: WriteTransaction,
  { runId, steps }: RunChange,
): Promise<EngineError> {
  const stored = await queries
    .selectFrom('pipeline_steps')
    .select(['step_id', 'status'])
    .where('run_id', '=', runId)
    .execute();
  const wanted = steps.map(({ stepId, state }) => `${stepId} to ${state.status}`).join(', ');
  const found = stored.map(({ step_id, status }) => `${step_id} is ${status}`).join(', ') || 'no steps';
  return illegal(`The run ${runId} can't bring ${wanted}: it has ${found}`);
}

async function refusedRun(
  transaction: WriteTransaction,
  runId: RunId,
  { status }: RunState,
): Promise<EngineError> {
  const stored = await storedStatus(transaction, runId);
  if (stored === undefined) return illegal(`There is no run ${runId}`);
  return illegal(`The run ${runId} is ${stored} and can't become ${status}`);
}

async function storedStatus({ queries }: WriteTransaction, runId: RunId): Promise<string | undefined> {
  const run = await queries
    .selectFrom('pipeline_runs')
    .select('status')
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return run?.status;
}

function illegal(message: string): EngineError {
  return new EngineError('run.illegal-transition', `${message}; nothing was changed.`);
}

function quotedList(texts: readonly string[]): string {
  return texts.map((text) => `'${text}'`).join(', ');
}
