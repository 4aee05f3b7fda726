import { type ColumnKind, EngineError, type ReportId, type Snapshot } from '@daybook/kernel';
import type { ReportCandidate, ReportStore, StoredReport } from '@daybook/stages-report';
import { z } from 'zod';
import { compressJson, decompressJson } from './compressed.ts';
import type { Database } from './database.ts';
import type { WriteTransaction } from './transaction.ts';

const columnKinds = ['text', 'decimal', 'integer', 'date', 'instant', 'flag'] as const satisfies ColumnKind[];

const storedColumn = z.object({
  name: z.string(),
  kind: z.enum(columnKinds),
  approximate: z.literal(true).exactOptional(),
});

const storedSnapshot: z.ZodType<Snapshot> = z.object({
  queries: z.record(
    z.string(),
    z.object({
      columns: z.array(storedColumn),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
    }),
  ),
  newestDate: z.string().nullable(),
});

/** Report versions; spec and snapshot are kept as compressed JSON. */
export function createReportStore(database: Database): ReportStore {
  return {
    async save(candidate) {
      // Spelled before the transaction, so that the writer is not held up.
      const [spec, snapshot] = await Promise.all([
        compressJson(candidate.spec),
        compressJson(candidate.snapshot),
      ]);
      return database.write(async (transaction) => {
        const newest = await newestVersion(transaction, candidate.reportId);
        if (newest?.content_sha256 === candidate.contentSha256) {
          return { version: newest.version, changed: false };
        }
        const version = (newest?.version ?? 0) + 1;
        await insertVersion(transaction, { ...candidate, version }, { spec, snapshot });
        return { version, changed: true };
      });
    },
    load: (reportId, version) => loadVersion(database, reportId, version),
  };
}

function newestVersion({ queries }: WriteTransaction, reportId: ReportId) {
  return queries
    .selectFrom('report_versions')
    .select(['version', 'content_sha256'])
    .where('report_id', '=', reportId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function insertVersion(
  { queries }: WriteTransaction,
  report: ReportCandidate & { readonly version: number },
  content: { readonly spec: Uint8Array; readonly snapshot: Uint8Array },
): Promise<void> {
  if (report.version === 1) {
    await queries
      .insertInto('reports')
      .values({ report_id: report.reportId, policy_id: report.policyId, report: report.report })
      .execute();
  }
  await queries
    .insertInto('report_versions')
    .values({
      report_id: report.reportId,
      version: report.version,
      title: report.title,
      ...content,
      snapshot_sha256: report.snapshotSha256,
      content_sha256: report.contentSha256,
      empty: report.empty ? 1 : 0,
      run_id: report.runId,
      as_of: report.asOf,
    })
    .execute();
}

async function loadVersion(
  database: Database,
  reportId: ReportId,
  version: number,
): Promise<StoredReport | undefined> {
  const row = await database.read(({ queries }) =>
    queries
      .selectFrom('report_versions')
      .innerJoin('reports', 'reports.report_id', 'report_versions.report_id')
      .selectAll('report_versions')
      .select(['reports.policy_id', 'reports.report'])
      .where('report_versions.report_id', '=', reportId)
      .where('report_versions.version', '=', version)
      .executeTakeFirst(),
  );
  if (row === undefined) return undefined;
  const snapshot = storedSnapshot.safeParse(await decompressJson(row.snapshot));
  if (!snapshot.success) {
    throw new EngineError(
      'store.damaged',
      `The snapshot of report ${row.report}, version ${version}, is not one; restore the database from a backup.`,
      { cause: snapshot.error },
    );
  }
  return {
    reportId,
    version,
    policyId: row.policy_id,
    report: row.report,
    title: row.title,
    spec: await decompressJson(row.spec),
    snapshot: snapshot.data,
    snapshotSha256: row.snapshot_sha256,
    contentSha256: row.content_sha256,
    empty: row.empty === 1,
    runId: row.run_id,
    asOf: row.as_of,
  };
}
