import { canonicalJson, derivedId, sha256, toJson, toReportId } from '@daybook/kernel';
import { defineStep, type Step, type StepCall } from '@daybook/registry';
import { z } from 'zod';
import { buildSections, isEmptyReport } from './build-report-model.ts';
import { type FrozenSnapshot, freezeSnapshot } from './freeze-snapshot.ts';
import { findReportProblems, judgeReport } from './judge-report.ts';
import type { RawResult, ReportDatabase } from './report-database.ts';
import { runReportQueries } from './report-query.ts';
import { refuseFindings } from './refuse-findings.ts';
import { type FrozenSpec, type ReportSpec, reportSpec } from './report-spec.ts';
import type { ReportCandidate, ReportStore } from './report-store.ts';
import { requireDrawableKind } from './sections/chart.ts';
import { type DecidedSections, decideSections } from './sections/conditional-section.ts';
import type { Section } from './sections/section.ts';

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
  judge: judgeReport,
} as const;

/**
 * The `store_report` step: runs the queries of a report against one state of the database, freezes the results, and adds
 * a version when the spec or the results differ from the newest version. Conditional sections are decided first, and the
 * spec that is stored holds what is left. A section that can't be built fails the step, and nothing is stored.
 */
export function createReportStep({ database, reports }: ReportStepPorts): Step<'store_report'> {
  return defineStep({
    ...reportStepShape,
    effect: 'local-write',
    async execute(spec, call) {
      call.signal.throwIfAborted();
      refuseFindings(findReportProblems(toJson(spec)), { stepId: call.stepId, type: 'store_report' });
      refuseUndrawable(spec);
      const decided = decideSections(spec.report, spec.sections);
      const results = await runReportQueries(database, spec.queries, call);
      const frozen = freezeSnapshot(visibleResults(results, decided));
      const candidate = toCandidate(spec, { ...decided, frozen }, call);
      call.signal.throwIfAborted();
      const { version, changed } = await reports.save(candidate);
      return {
        report_id: candidate.reportId,
        version,
        changed,
        empty: candidate.empty,
        snapshot_sha256: candidate.snapshotSha256,
        row_counts: countRows(results),
      };
    },
  });
}

/** Also in sections that may be left out: a report must not fail on the one day when they count. */
function refuseUndrawable({ report, sections }: ReportSpec): void {
  for (const [index, each] of sections.entries()) {
    for (const inner of each.type === 'conditional_section' ? each.sections : [each]) {
      if (inner.type === 'chart') requireDrawableKind(inner.kind, { report, index, title: inner.title });
    }
  }
}

/** Without what only sections that are left out read: nobody sees it, so a change of it is no change of the report. */
function visibleResults(
  results: Readonly<Record<string, RawResult>>,
  { kept, dropped }: DecidedSections,
): Readonly<Record<string, RawResult>> {
  const read = (sections: readonly Section[]): ReadonlySet<string> =>
    new Set(sections.flatMap((each) => (each.type === 'text' ? [] : [each.query])));
  const [shown, hidden] = [read(kept), read(dropped)];
  return Object.fromEntries(Object.entries(results).filter(([name]) => shown.has(name) || !hidden.has(name)));
}

function toCandidate(
  written: ReportSpec,
  { kept, dropped, frozen }: DecidedSections & { readonly frozen: FrozenSnapshot },
  call: StepCall,
): ReportCandidate {
  const spec: FrozenSpec = { ...written, sections: [...kept] };
  const { report, title } = spec;
  const { snapshot, sha256: snapshotSha256 } = frozen;
  const document = toJson(spec);
  const empty = isEmptyReport(buildSections(spec, { report, snapshot }), dropped);
  // What is left out decides with what is left whether the report is empty, and so whether it is delivered.
  const emptiness = dropped.length === 0 ? [] : [{ empty }];
  return {
    reportId: toReportId(derivedId('rep', call.policyId, report)),
    policyId: call.policyId,
    report,
    title,
    spec: document,
    snapshot,
    snapshotSha256,
    contentSha256: sha256(canonicalJson([document, snapshotSha256, ...emptiness])),
    empty,
    runId: call.runId,
    asOf: call.asOf,
  };
}

function countRows(results: Readonly<Record<string, RawResult>>): Record<string, number> {
  return Object.fromEntries(Object.entries(results).map(([name, { rows }]) => [name, rows.length]));
}
