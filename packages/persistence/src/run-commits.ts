import type { RunChange, RunRecord } from '@daybook/runner';
import { legalRunTransitions, legalStepTransitions } from './legal-transitions.ts';
import { toRunColumns, toStepColumns } from './run-columns.ts';
import { changeBody, creationBody } from './run-log.ts';

/** Why a commit of runs was refused, as the database says it. */
export const commitRefusals = { fenced: 'run.fenced', illegal: 'run.illegal-transition' } as const;

const refuseFenced = `
  SELECT RAISE(ABORT, '${commitRefusals.fenced}')
  WHERE NEW.fence IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lease WHERE fence = NEW.fence AND holder IS NOT NULL);`;

const stepColumns = [
  'status',
  'attempt',
  'started_at',
  'finished_at',
  'skip_reason',
  'output',
  'failure',
  'reused',
] as const satisfies readonly (keyof ReturnType<typeof toStepColumns>)[];

const creationScript = `
CREATE TEMP VIEW run_creations AS SELECT NULL AS run_id, NULL AS policy_id, NULL AS policy_version, NULL AS cause,
  NULL AS actor, NULL AS scheduled_for, NULL AS created_at, NULL AS status, NULL AS started_at, NULL AS finished_at,
  NULL AS process, NULL AS resumed_from, NULL AS dry_run, NULL AS fence, NULL AS steps, NULL AS body;

CREATE TEMP TRIGGER run_creations_apply INSTEAD OF INSERT ON run_creations
BEGIN
  ${refuseFenced}
  SELECT RAISE(ABORT, '${commitRefusals.illegal}')
  WHERE EXISTS (SELECT 1 FROM pipeline_runs WHERE run_id = NEW.run_id);
  INSERT INTO pipeline_runs (run_id, policy_id, policy_version, cause, actor, scheduled_for, created_at, status,
    started_at, finished_at, process, resumed_from, dry_run)
  VALUES (NEW.run_id, NEW.policy_id, NEW.policy_version, NEW.cause, NEW.actor, NEW.scheduled_for, NEW.created_at,
    NEW.status, NEW.started_at, NEW.finished_at, NEW.process, NEW.resumed_from, NEW.dry_run);
  INSERT INTO pipeline_steps (run_id, step_id, position, type, step_version, params_sha256, trace,
    ${stepColumns.join(', ')})
  SELECT NEW.run_id, value ->> 'step_id', key, value ->> 'type', value ->> 'step_version', value ->> 'params_sha256',
    value ->> 'trace', ${stepColumns.map((column) => `value ->> '${column}'`).join(', ')}
  FROM json_each(NEW.steps);
  INSERT INTO run_log (run_id, sequence, at, body) VALUES (NEW.run_id, 1, NEW.created_at, NEW.body);
END;`;

// The first row of a change is the run's, whether its state changes or not; the rows of its steps follow.
const changeScript = `
CREATE TEMP VIEW run_changes AS SELECT NULL AS run_id, NULL AS fence, NULL AS at, NULL AS body, NULL AS step_id,
  NULL AS trace, ${stepColumns.map((column) => `NULL AS ${column}`).join(', ')};

CREATE TEMP TRIGGER run_changes_run INSTEAD OF INSERT ON run_changes WHEN NEW.step_id IS NULL
BEGIN
  ${refuseFenced}
  UPDATE pipeline_runs
  SET status = NEW.status, started_at = NEW.started_at, finished_at = NEW.finished_at
  WHERE run_id = NEW.run_id AND NEW.status IS NOT NULL
    AND status || '>' || NEW.status IN (${quotedList(legalRunTransitions)});
  SELECT RAISE(ABORT, '${commitRefusals.illegal}')
  WHERE (NEW.status IS NOT NULL AND changes() = 0)
    OR NOT EXISTS (SELECT 1 FROM pipeline_runs WHERE run_id = NEW.run_id);
  INSERT INTO run_log (run_id, sequence, at, body)
  SELECT NEW.run_id, coalesce(max(sequence), 0) + 1, NEW.at, NEW.body FROM run_log WHERE run_id = NEW.run_id;
END;

CREATE TEMP TRIGGER run_changes_step INSTEAD OF INSERT ON run_changes WHEN NEW.step_id IS NOT NULL
BEGIN
  UPDATE pipeline_steps
  SET ${stepColumns.map((column) => `${column} = NEW.${column}`).join(', ')}, trace = coalesce(NEW.trace, trace)
  WHERE run_id = NEW.run_id AND step_id = NEW.step_id
    AND status || '>' || NEW.status IN (${quotedList(legalStepTransitions)});
  SELECT RAISE(ABORT, '${commitRefusals.illegal}') WHERE changes() = 0;
END;`;

/**
 * What the writing connection is told once. Commits of runs are triggers, so that one statement is the whole of it; and
 * temporary ones, so that the rules are those of this release and no part of the stored schema.
 */
export const runCommitScript = `${creationScript}\n${changeScript}`;

/** Creates the runs of an array of {@link toCreation}; a refusal is one of {@link commitRefusals}. */
export const insertCreations = insertInto('run_creations', [
  'run_id',
  'policy_id',
  'policy_version',
  'cause',
  'actor',
  'scheduled_for',
  'created_at',
  'status',
  'started_at',
  'finished_at',
  'process',
  'resumed_from',
  'dry_run',
  'fence',
  'steps',
  'body',
]);

/** Applies an array of {@link toChange} in their order; a refusal is one of {@link commitRefusals}. */
export const insertChanges = insertInto('run_changes', [
  'run_id',
  'fence',
  'at',
  'body',
  'step_id',
  'trace',
  ...stepColumns,
]);

/** Who commits. */
export interface Committer {
  /** The lease that must still be held; `null` for one that needs none. */
  readonly fence: number | null;
}

/** A run as JSON for {@link insertCreations}. */
export function toCreation(
  run: RunRecord,
  { process, fence }: Committer & { readonly process: string | null },
): string {
  return JSON.stringify({
    run_id: run.runId,
    policy_id: run.policyId,
    policy_version: run.policyVersion,
    cause: run.cause,
    actor: run.actor,
    scheduled_for: run.scheduledFor,
    created_at: run.createdAt,
    ...toRunColumns(run.state),
    process,
    resumed_from: run.resumedFrom,
    dry_run: run.dryRun ? 1 : 0,
    fence,
    steps: run.steps.map((step) => ({
      step_id: step.stepId,
      type: step.type,
      step_version: step.stepVersion,
      params_sha256: step.paramsSha256,
      ...toStepColumns(step),
    })),
    body: creationBody(run),
  });
}

/** A change as items of the JSON array of {@link insertChanges}: flat rows, because each level of JSON is read anew. */
export function toChange(change: RunChange, { fence }: Committer): string {
  const { runId, at, steps, run } = change;
  const head = { run_id: runId, fence, at, body: changeBody(change), ...(run && toRunColumns(run)) };
  const rows = steps.map(({ stepId, state, trace = null }) =>
    JSON.stringify({ run_id: runId, step_id: stepId, ...toStepColumns({ state, trace }) }),
  );
  return [JSON.stringify(head), ...rows].join(',');
}

function insertInto(view: string, columns: readonly string[]): string {
  const values = columns.map((column) => (column === 'steps' ? `value -> 'steps'` : `value ->> '${column}'`));
  return `INSERT INTO ${view} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1)`;
}

function quotedList(texts: readonly string[]): string {
  return texts.map((text) => `'${text}'`).join(', ');
}
