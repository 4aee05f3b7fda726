import type { ArtifactFormat, ArtifactId, Instant, PolicyId, ReportId, RunId, Sha256 } from '@daybook/kernel';
import { sql } from 'kysely';
import { decompress } from './compressed.ts';
import type { Database } from './database.ts';
import type { ReportVersionsTable } from './internal-tables.ts';
import type { ReadTransaction } from './transaction.ts';

/** A version of a report, without its content. */
export interface ReportVersionSummary {
  /** From 1. */
  readonly version: number;
  readonly title: string;
  /** The instant that the run was for. */
  readonly asOf: Instant;
  readonly empty: boolean;
  readonly runId: RunId;
  readonly snapshotSha256: Sha256;
}

/** A report as lists show it. */
export interface ReportSummary {
  readonly reportId: ReportId;
  readonly policyId: PolicyId;
  /** The policy's id, where the policy is not on record. */
  readonly policyName: string;
  /** The slug. */
  readonly report: string;
  readonly newest: ReportVersionSummary;
  /** How many there are. */
  readonly versions: number;
}

/** Which reports a list shows. */
export interface ReportPage {
  readonly policyId?: PolicyId;
  /** Only reports after this one in the list: the last of the page before. */
  readonly before?: { readonly asOf: Instant; readonly reportId: ReportId };
  readonly limit: number;
}

/** A rendered file of a report version, without its bytes. */
export interface ArtifactSummary {
  readonly artifactId: ArtifactId;
  readonly format: ArtifactFormat;
  /** File name without folder. */
  readonly name: string;
  /** Length of the file. */
  readonly bytes: number;
}

/** What reports there are. */
export interface ReportCatalogue {
  /** By the newest version's `asOf`, newest first. */
  list(page: ReportPage): Promise<readonly ReportSummary[]>;
  /** Newest first; empty when there is no such report. */
  versions(reportId: ReportId): Promise<readonly ReportVersionSummary[]>;
  /** By format, then name. */
  artifactsOf(reportId: ReportId, version: number): Promise<readonly ArtifactSummary[]>;
}

/** The reports in the encrypted database, as lists. */
export function createReportCatalogue(database: Database): ReportCatalogue {
  return {
    list: (page) => database.read((transaction) => listReports(transaction, page)),
    async versions(reportId) {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('report_versions as made')
          .select(listedColumns)
          .where('made.report_id', '=', reportId)
          .orderBy('made.version', 'desc')
          .execute(),
      );
      return rows.map(toVersion);
    },
    artifactsOf: (reportId, version) =>
      database.read((transaction) => listArtifacts(transaction, reportId, version)),
  };
}

/** All of them stand in one index; any other column would make SQLite read the snapshots. */
const listedColumns = [
  'made.version',
  'made.title',
  'made.as_of',
  'made.empty',
  'made.run_id',
  'made.snapshot_sha256',
] as const;

async function listReports(
  { queries }: ReadTransaction,
  { policyId, before, limit }: ReportPage,
): Promise<readonly ReportSummary[]> {
  let query = queries
    .selectFrom('reports')
    .innerJoin('report_versions as made', 'made.report_id', 'reports.report_id')
    .leftJoin('policies', 'policies.policy_id', 'reports.policy_id')
    .select(['reports.report_id', 'reports.policy_id', 'reports.report', 'policies.name', ...listedColumns])
    .where(
      sql<boolean>`made.version = (SELECT max(version) FROM report_versions WHERE report_id = reports.report_id)`,
    );
  if (policyId !== undefined) query = query.where('reports.policy_id', '=', policyId);
  if (before !== undefined) {
    const { asOf, reportId } = before;
    query = query.where(sql<boolean>`(made.as_of, reports.report_id) < (${asOf}, ${reportId})`);
  }
  const rows = await query
    .orderBy('made.as_of', 'desc')
    .orderBy('reports.report_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    reportId: row.report_id,
    policyId: row.policy_id,
    policyName: row.name ?? row.policy_id,
    report: row.report,
    newest: toVersion(row),
    versions: row.version,
  }));
}

async function listArtifacts(
  { queries }: ReadTransaction,
  reportId: ReportId,
  version: number,
): Promise<readonly ArtifactSummary[]> {
  const rows = await queries
    .selectFrom('artifacts')
    .select(['artifact_id', 'format', 'name', 'bytes'])
    .where('report_id', '=', reportId)
    .where('version', '=', version)
    .orderBy('format')
    .orderBy('name')
    .orderBy('artifact_id')
    .execute();
  const listed: ArtifactSummary[] = [];
  for (const { artifact_id: artifactId, format, name, bytes } of rows) {
    listed.push({ artifactId, format, name, bytes: bytes ?? (await countBytes({ queries }, artifactId)) });
  }
  return listed;
}

/** For artifacts from before their length was recorded. */
async function countBytes(
  { queries }: Pick<ReadTransaction, 'queries'>,
  artifactId: ArtifactId,
): Promise<number> {
  const { content } = await queries
    .selectFrom('artifacts')
    .select('content')
    .where('artifact_id', '=', artifactId)
    .executeTakeFirstOrThrow();
  return (await decompress(content)).byteLength;
}

type ListedVersion = Pick<
  ReportVersionsTable,
  'version' | 'title' | 'as_of' | 'empty' | 'run_id' | 'snapshot_sha256'
>;

function toVersion(row: ListedVersion): ReportVersionSummary {
  return {
    version: row.version,
    title: row.title,
    asOf: row.as_of,
    empty: row.empty === 1,
    runId: row.run_id,
    snapshotSha256: row.snapshot_sha256,
  };
}
