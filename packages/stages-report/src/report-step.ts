import { canonicalJson, derivedId, sha256, type Snapshot, toJson, toReportId } from '@daybook/kernel';
import { defineStep, type Step, type StepCall } from '@daybook/registry';
import { z } from 'zod';
import { buildSections, isEmptyReport } from './build-report-model.ts';
import { type FrozenSnapshot, freezeSnapshot } from './freeze-snapshot.ts';
import type { ReportDatabase } from './report-database.ts';
import { runReportQueries } from './report-query.ts';
import { type ReportSpec, reportSpec } from './report-spec.ts';
import type { ReportCandidate, ReportStore } from './report-store.ts';

/** What the step needs of the outside world. */
export interface ReportStepPorts {
  readonly database: ReportDatabase;
  readonly reports: ReportStore;
}

const output = z.strictObject({
  report_id: z.string(),
  version: z.int().positive(),
  changed: z
    .boolean()
    .describe('Whether this run added the version; false when nothing differs from the newest.'),
  empty: z.boolean().describe('Whether no section has data.'),
  snapshot_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  row_counts: z.record(z.string(), z.int().nonnegative()).describe('Rows of each query, by its name.'),
});

/** The type and schemas of the step, as data: what a policy is checked against. */
export const reportStepShape = {
  type: 'store_report',
  summary: 'Freezes the results of SQL queries into a snapshot and adds a report version when it changed.',
  params: reportSpec,
  output,
} as const;

/**
 * The `store_report` step: runs the queries of a report against one state of the database, freezes the results, and adds
 * a version when the spec or the results differ from the newest version. A section that can't be built fails the step,
 * and nothing is stored.
 */
export function createReportStep({ database, reports }: ReportStepPorts): Step<'store_report'> {
  return defineStep({
    ...reportStepShape,
    effect: 'local-write',
    async execute(spec, call) {
      call.signal.throwIfAborted();
      const frozen = freezeSnapshot(await runReportQueries(database, spec.queries, call.asOf));
      const candidate = toCandidate(spec, frozen, call);
      call.signal.throwIfAborted();
      const { version, changed } = await reports.save(candidate);
      return {
        report_id: candidate.reportId,
        version,
        changed,
        empty: candidate.empty,
        snapshot_sha256: candidate.snapshotSha256,
        row_counts: countRows(frozen.snapshot),
      };
    },
  });
}

function toCandidate(spec: ReportSpec, frozen: FrozenSnapshot, call: StepCall): ReportCandidate {
  const { report, title } = spec;
  const { snapshot, sha256: snapshotSha256 } = frozen;
  const document = toJson(spec);
  return {
    reportId: toReportId(derivedId('rep', call.policyId, report)),
    policyId: call.policyId,
    report,
    title,
    spec: document,
    snapshot,
    snapshotSha256,
    contentSha256: sha256(canonicalJson([document, snapshotSha256])),
    empty: isEmptyReport(buildSections(spec, { report, snapshot })),
    runId: call.runId,
    asOf: call.asOf,
  };
}

function countRows(snapshot: Snapshot): Record<string, number> {
  return Object.fromEntries(Object.entries(snapshot.queries).map(([name, { rows }]) => [name, rows.length]));
}
