import type { AuditEvent } from '@daybook/guardrails';
import { EngineError, type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import { appendEvent } from './audit-log.ts';
import type { Database } from './database.ts';
import type { ReadTransaction, WriteTransaction } from './transaction.ts';

/** How long things are kept. */
export interface RetentionRules {
  /** Payloads that were first fetched less than this many days ago stay. */
  readonly days: number;
  /** Of each report, this many of the newest versions keep their artifacts and the payloads that they came from. */
  readonly keepVersions: number;
}

/** A number of things, and the bytes that they take in the database. */
export interface Removable {
  readonly count: number;
  readonly bytes: number;
}

/** What may go. */
export interface RetentionFindings {
  readonly payloads: Removable;
  readonly artifacts: Removable;
}

/** Removes what nothing leads to any more. */
export interface Retention {
  /** What {@link apply} would remove now. */
  examine(rules: RetentionRules, now: Instant): Promise<RetentionFindings>;
  /**
   * Removes it, and records that it did; the space is used again by the database, whose file does not shrink.
   * @throws {EngineError} `store.busy` while a run is under way: it may be about to read an old payload.
   */
  apply(rules: RetentionRules, event: Omit<AuditEvent, 'details'>): Promise<RetentionFindings>;
}

/**
 * Rows, report versions with their frozen data, runs and step outputs are never removed. What may go:
 *
 * - a payload whose every first fetch is older than the days given, when no row, quarantine entry or other table of the
 *   database leads to it, and no step output of a run that made a kept report version, began within the days given, or
 *   needs attention;
 * - an artifact of a report version that is not among the newest ones, unless a delivery of it is not settled or failed
 *   and may be sent again. The report can be rendered anew from its frozen data.
 */
export function createRetention(database: Database): Retention {
  return {
    examine: (rules, now) =>
      database.read(async (transaction) => toFindings(await findRemovable(transaction, rules, now))),
    apply: (rules, event) =>
      database.write(async (transaction) => {
        await refuseDuringRuns(transaction);
        const removable = await findRemovable(transaction, rules, event.at);
        await remove(transaction, removable);
        const findings = toFindings(removable);
        const details = { days: rules.days, keep_versions: rules.keepVersions, ...plain(findings) };
        await appendEvent(transaction, { ...event, details });
        return findings;
      }),
  };
}

interface Found {
  readonly id: string;
  readonly bytes: number;
}

interface Everything {
  readonly payloads: readonly Found[];
  readonly artifacts: readonly Found[];
}

const dayMs = 86_400_000;

async function findRemovable(
  transaction: ReadTransaction,
  { days, keepVersions }: RetentionRules,
  now: Instant,
): Promise<Everything> {
  const cutoff = toInstant(toEpochMs(now) - days * dayMs);
  const references = await referencesToPayloads(transaction);
  return {
    payloads: await list(transaction, oldPayloads(references), { ':cutoff': cutoff, ':keep': keepVersions }),
    artifacts: await list(transaction, oldArtifacts, { ':keep': keepVersions }),
  };
}

const keptVersions = `
SELECT report_id, version, run_id FROM (
  SELECT report_id, version, run_id, row_number() OVER (PARTITION BY report_id ORDER BY version DESC) AS age
  FROM report_versions
) WHERE age <= :keep`;

const keptByRuns = `
SELECT CASE WHEN payload.type = 'object' THEN json_extract(payload.value, '$.sha256') END AS sha256
FROM pipeline_steps AS step
JOIN pipeline_runs AS run ON run.run_id = step.run_id
JOIN json_each(step.output, '$.payloads') AS payload
WHERE run.created_at >= :cutoff OR run.status IN ('queued', 'running', 'needs_attention')
  OR run.run_id IN (SELECT run_id FROM (${keptVersions}))`;

function oldPayloads(references: readonly string[]): string {
  const kept = [...references, keptByRuns].join('\nUNION ALL\n');
  return `
SELECT payload.sha256 AS id, length(payload.content) AS bytes
FROM payloads AS payload
WHERE (SELECT max(fetched_at) FROM payload_origins WHERE payload_sha256 = payload.sha256) < :cutoff
  AND payload.sha256 NOT IN (SELECT sha256 FROM (${kept}) WHERE sha256 IS NOT NULL)
ORDER BY payload.sha256`;
}

const oldArtifacts = `
SELECT artifact.artifact_id AS id, length(artifact.content) AS bytes
FROM artifacts AS artifact
WHERE (artifact.report_id, artifact.version) NOT IN (SELECT report_id, version FROM (${keptVersions}))
  AND artifact.artifact_id NOT IN (SELECT artifact_id FROM report_delivery WHERE status <> 'sent')
ORDER BY artifact.artifact_id`;

/** Every table that leads to payloads, today's and later ones: by the name of the column, or by a foreign key. */
async function referencesToPayloads({ all }: ReadTransaction): Promise<readonly string[]> {
  const rows = await all(`
SELECT given.name AS "table", given_column.name AS "column"
FROM sqlite_schema AS given
JOIN pragma_table_info(given.name) AS given_column
WHERE given.type = 'table' AND given.name <> 'payload_origins' AND given_column.name = 'payload_sha256'
UNION
SELECT given.name, reference."from"
FROM sqlite_schema AS given
JOIN pragma_foreign_key_list(given.name) AS reference
WHERE given.type = 'table' AND given.name <> 'payload_origins' AND reference."table" = 'payloads'`);
  return rows.map((row) => `SELECT "${String(row['column'])}" AS sha256 FROM "${String(row['table'])}"`);
}

async function list(
  { all }: ReadTransaction,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly Found[]> {
  const rows = await all(sql, parameters);
  return rows.map((row) => ({ id: String(row['id']), bytes: Number(row['bytes']) }));
}

async function refuseDuringRuns({ all }: WriteTransaction): Promise<void> {
  const [run] = await all(`SELECT run_id FROM pipeline_runs WHERE status IN ('queued', 'running') LIMIT 1`);
  if (run === undefined) return;
  throw new EngineError(
    'store.busy',
    `The run ${String(run['run_id'])} is under way and may need what would be removed; try again when it has ended.`,
    { advice: { kind: 'backoff' } },
  );
}

async function remove({ run }: WriteTransaction, { payloads, artifacts }: Everything): Promise<void> {
  const given = (found: readonly Found[]): readonly [string] => [JSON.stringify(found.map(({ id }) => id))];
  await run(
    'DELETE FROM payload_origins WHERE payload_sha256 IN (SELECT value FROM json_each(?))',
    given(payloads),
  );
  await run('DELETE FROM payloads WHERE sha256 IN (SELECT value FROM json_each(?))', given(payloads));
  await run('DELETE FROM artifacts WHERE artifact_id IN (SELECT value FROM json_each(?))', given(artifacts));
}

function toFindings({ payloads, artifacts }: Everything): RetentionFindings {
  return { payloads: sumOf(payloads), artifacts: sumOf(artifacts) };
}

function sumOf(found: readonly Found[]): Removable {
  return { count: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function plain({ payloads, artifacts }: RetentionFindings) {
  return { payloads: { ...payloads }, artifacts: { ...artifacts } };
}
