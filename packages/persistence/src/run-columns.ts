import { EngineError, toJson } from '@daybook/kernel';
import type { Failure, RunHeader, RunState, StepRecord, StepState } from '@daybook/runner';
import { z } from 'zod';
import type { PipelineRunsTable, PipelineStepsTable } from './internal-tables.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

type RunColumns = Pick<PipelineRunsTable, 'status' | 'started_at' | 'finished_at'>;

type StepColumns = Pick<
  PipelineStepsTable,
  | 'status'
  | 'attempt'
  | 'started_at'
  | 'finished_at'
  | 'skip_reason'
  | 'output'
  | 'failure'
  | 'reused'
  | 'trace'
>;

const storedFailure: z.ZodType<Failure> = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.enum(['never', 'backoff', 'after']),
  details: z.record(z.string(), z.json()).exactOptional(),
});

/** What a run is, from its row. */
export function toRunHeader(row: PipelineRunsTable): RunHeader {
  return {
    runId: row.run_id,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    cause: row.cause,
    actor: row.actor,
    scheduledFor: row.scheduled_for,
    createdAt: row.created_at,
    resumedFrom: row.resumed_from,
    dryRun: row.dry_run === 1,
  };
}

/** A run's state as columns. */
export function toRunColumns(state: RunState): RunColumns {
  return {
    status: state.status,
    started_at: 'startedAt' in state ? state.startedAt : null,
    finished_at: 'finishedAt' in state ? state.finishedAt : null,
  };
}

/** A run's state from its columns. */
export function toRunState(row: RunColumns): RunState {
  switch (row.status) {
    case 'queued':
      return { status: row.status };
    case 'running':
      return { status: row.status, startedAt: present(row.started_at, 'started_at') };
    default:
      return {
        status: row.status,
        startedAt: present(row.started_at, 'started_at'),
        finishedAt: present(row.finished_at, 'finished_at'),
      };
  }
}

/**
 * How far a step got, as columns; those that the state has no use for are null.
 * @throws {TypeError} naming the place of what JSON would lose in an output or a trace.
 */
export function toStepColumns({ state, trace }: Pick<StepRecord, 'state' | 'trace'>): StepColumns {
  return {
    status: state.status,
    attempt: 'attempt' in state ? state.attempt : null,
    started_at: 'startedAt' in state ? state.startedAt : null,
    finished_at: 'finishedAt' in state ? state.finishedAt : null,
    skip_reason: 'reason' in state ? state.reason : null,
    output: 'output' in state ? toStoredJson(state.output) : null,
    failure: 'failure' in state ? JSON.stringify(toJson(state.failure)) : null,
    reused: 'reused' in state ? 1 : 0,
    trace: trace === null ? null : toStoredJson(trace),
  };
}

/** A step from its row. */
export function toStepRecord(row: PipelineStepsTable): StepRecord {
  return {
    stepId: row.step_id,
    type: row.type,
    stepVersion: row.step_version,
    paramsSha256: row.params_sha256,
    state: toStepState(row),
    trace: row.trace === null ? null : fromStoredJson(row.trace),
  };
}

/** A step's state from its columns. */
export function toStepState(row: StepColumns): StepState {
  switch (row.status) {
    case 'pending':
      return { status: row.status };
    case 'skipped':
      return { status: row.status, reason: present(row.skip_reason, 'skip_reason') };
    case 'running':
      return { status: row.status, ...attempted(row), ...started(row) };
    case 'success':
      return {
        status: row.status,
        ...attempted(row),
        ...started(row),
        ...finished(row),
        output: fromStoredJson(present(row.output, 'output')),
        ...(row.reused === 1 ? { reused: true } : {}),
      };
    case 'failed':
      return {
        status: row.status,
        ...attempted(row),
        ...started(row),
        ...finished(row),
        failure: storedFailure.parse(JSON.parse(present(row.failure, 'failure'))),
      };
    case 'cancelled':
      return { status: row.status, ...attempted(row), ...finished(row) };
  }
}

const attempted = (row: StepColumns) => ({ attempt: present(row.attempt, 'attempt') });
const started = (row: StepColumns) => ({ startedAt: present(row.started_at, 'started_at') });
const finished = (row: StepColumns) => ({ finishedAt: present(row.finished_at, 'finished_at') });

/** The schema's CHECKs allow no such gap, so a gap means that somebody else wrote the row. */
function present<T>(value: T | null, column: string): T {
  if (value !== null) return value;
  throw new EngineError('store.damaged', `A stored run lacks ${column}; restore the database from a backup.`);
}
