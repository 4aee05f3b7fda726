import { type PolicyId, type RunId, sha256, toPolicyId, toRunId } from '@daybook/kernel';
import { createRunStore, type Database } from '@daybook/persistence';
import type { RunRecord, RunState, StepState } from '@daybook/runner';
import { at } from './stored-policies.ts';

/** What of a run matters to a test; the rest is made up. */
export interface RunToStore {
  readonly runId: string;
  readonly policyId?: PolicyId;
  /** When it was created. */
  readonly second?: number;
  readonly state?: RunState;
  readonly steps?: Readonly<Record<string, StepState>>;
  readonly process?: string;
  readonly resumedFrom?: RunId;
  readonly dryRun?: boolean;
}

/** Stores a run in whatever state; each step has the type that its id begins with. */
export async function storeRun(database: Database, run: RunToStore): Promise<RunId> {
  const { process, ...given } = run;
  const store = createRunStore(database, process === undefined ? {} : { process });
  const record = runOf(given);
  await store.create(record);
  return record.runId;
}

export function runOf({ runId, policyId, second = 0, state, steps = {}, ...given }: RunToStore): RunRecord {
  return {
    runId: toRunId(runId),
    policyId: policyId ?? toPolicyId('pol_1'),
    policyVersion: 1,
    cause: 'schedule',
    actor: 'scheduler',
    scheduledFor: at(second),
    createdAt: at(second),
    resumedFrom: given.resumedFrom ?? null,
    dryRun: given.dryRun ?? false,
    state: state ?? { status: 'queued' },
    steps: Object.entries(steps).map(([stepId, step]) => ({
      stepId,
      type: stepId.replace(/_.*/, ''),
      stepVersion: 1,
      paramsSha256: sha256(stepId),
      state: step,
      trace: null,
    })),
  };
}

export const running = { status: 'running', startedAt: at(1) } as const;
export const success = { status: 'success', startedAt: at(1), finishedAt: at(2) } as const;
