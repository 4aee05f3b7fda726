import type { Instant, PolicyId, RunId } from '@daybook/kernel';
import type { RunHeader, RunState, RunStatus } from '@daybook/runner';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { PipelineRunsTable } from './internal-tables.ts';
import { toRunHeader, toRunState } from './run-columns.ts';
import type { ReadTransaction } from './transaction.ts';

/** A run without its steps, for lists. */
export interface RunSummary extends RunHeader {
  /** The policy's id, where the policy is not on record. */
  readonly policyName: string;
  readonly state: RunState;
}

/** A run that is queued or running. */
export interface UnfinishedRun extends RunSummary {
  /** Which process runs it; `null` when that was not recorded. */
  readonly process: string | null;
}

/** Which runs a list shows. */
export interface RunPage {
  readonly policyId?: PolicyId;
  readonly status?: RunStatus;
  /** Whether dry runs are among them. @default false */
  readonly dryRuns?: boolean;
  /** Only runs older than this one: the last of the page before. */
  readonly before?: Pick<RunHeader, 'createdAt' | 'runId'>;
  readonly limit: number;
}

/** What there was of runs. Dry runs are left out where nothing else is said. */
export interface RunHistory {
  /** Newest first. */
  list(page: RunPage): Promise<readonly RunSummary[]>;
  /** How many runs of the policy are queued or running. */
  countUnfinished(policyId: PolicyId): Promise<number>;
  /** Every run that is queued or running, dry runs among them, oldest first. */
  unfinished(): Promise<readonly UnfinishedRun[]>;
  /** The newest run for each instant of a stretch of time, both ends included, that one was for. */
  ofSlots(
    policyId: PolicyId,
    window: { readonly from: Instant; readonly until: Instant },
  ): Promise<ReadonlyMap<Instant, RunSummary>>;
  /** The newest run of each policy; a policy that never ran is left out. */
  lastOf(policyIds: readonly PolicyId[]): Promise<ReadonlyMap<PolicyId, RunSummary>>;
}

/** The runs in the encrypted database, as lists. */
export function createRunHistory(database: Database): RunHistory {
  return {
    list: (page) => database.read((transaction) => listRuns(transaction, page)),
    async countUnfinished(policyId) {
      const { count } = await database.read(({ queries }) =>
        queries
          .selectFrom('pipeline_runs as run')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('run.policy_id', '=', policyId)
          .where('run.dry_run', '=', 0)
          .where(isUnfinished)
          .executeTakeFirstOrThrow(),
      );
      return count;
    },
    async unfinished() {
      const rows = await database.read((transaction) =>
        selectRuns(transaction)
          .where(isUnfinished)
          .orderBy(sql`+run.created_at`) // Not by an index on it: it would lead through every run.
          .orderBy('run.run_id')
          .execute(),
      );
      return rows.map((row) => ({ ...toSummary(row), process: row.process }));
    },
    async ofSlots(policyId, { from, until }) {
      const rows = await database.read((transaction) =>
        selectRuns(transaction)
          .where('run.policy_id', '=', policyId)
          .where('run.dry_run', '=', 0)
          .where('run.scheduled_for', '>=', from)
          .where('run.scheduled_for', '<=', until)
          .orderBy('run.created_at')
          .orderBy('run.run_id')
          .execute(),
      );
      // Later ones take the place of earlier ones.
      return new Map(rows.map((row) => [row.scheduled_for, toSummary(row)]));
    },
    async lastOf(policyIds) {
      const rows = await database.read((transaction) =>
        selectRuns(transaction).where('run.run_id', 'in', newestRuns(policyIds)).execute(),
      );
      return new Map(rows.map((row) => [row.policy_id, toSummary(row)]));
    },
  };
}

// Spelled as in the partial indexes, so that SQLite sees that these answer.
const isUnfinished = sql<boolean>`run.status IN ('queued', 'running')`;
const endedBadly = sql<boolean>`run.status NOT IN ('queued', 'running', 'success')`;

const newestRuns = (policyIds: readonly PolicyId[]) => sql<RunId>`(
  SELECT (
    SELECT run_id FROM pipeline_runs WHERE policy_id = wanted.value AND dry_run = 0
    ORDER BY created_at DESC, run_id DESC LIMIT 1
  ) FROM json_each(${JSON.stringify(policyIds)}) AS wanted
)`;

function selectRuns({ queries }: ReadTransaction) {
  return queries
    .selectFrom('pipeline_runs as run')
    .leftJoin('policies', 'policies.policy_id', 'run.policy_id')
    .selectAll('run')
    .select('policies.name');
}

async function listRuns(
  transaction: ReadTransaction,
  { policyId, status, dryRuns = false, before, limit }: RunPage,
): Promise<readonly RunSummary[]> {
  let query = selectRuns(transaction);
  if (policyId !== undefined) query = query.where('run.policy_id', '=', policyId);
  if (status !== undefined) query = query.where('run.status', '=', status);
  if (status === 'queued' || status === 'running') query = query.where(isUnfinished);
  else if (status !== undefined && status !== 'success') query = query.where(endedBadly);
  if (!dryRuns) query = query.where('run.dry_run', '=', 0);
  if (before !== undefined) {
    const { createdAt, runId } = before;
    query = query.where(sql<boolean>`(run.created_at, run.run_id) < (${createdAt}, ${runId})`);
  }
  const rows = await query
    .orderBy('run.created_at', 'desc')
    .orderBy('run.run_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSummary);
}

function toSummary(row: PipelineRunsTable & { readonly name: string | null }): RunSummary {
  return {
    ...toRunHeader(row),
    policyName: row.name ?? row.policy_id,
    state: toRunState(row),
  };
}
