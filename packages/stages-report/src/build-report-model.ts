import { EngineError, type ReportModel, type ReportSection, type TextSection } from '@daybook/kernel';
import { z } from 'zod';
import { type FrozenSpec, frozenSpec } from './report-spec.ts';
import type { StoredReport } from './report-store.ts';
import { type BuiltSection, buildSection, type Section } from './sections/section.ts';

/** What {@link buildReportModel} reads of a report version. */
export type ReportState = Pick<
  StoredReport,
  'report' | 'title' | 'version' | 'spec' | 'snapshot' | 'snapshotSha256' | 'empty'
>;

const noData: TextSection = {
  type: 'text',
  body: 'There is no data for this report: its queries gave no values.',
};

/**
 * Computes and spells every figure of a report version, exactly, so that all formats print the same. A report without
 * data prints a note instead of its data sections, unless its `on_empty` is `send`.
 * @throws {EngineError} `report.section-failed`, naming the section; `store.damaged` when the stored spec can't be read.
 */
export function buildReportModel(state: ReportState): ReportModel {
  const spec = readSpec(state);
  const built = buildSections(spec, state);
  const noted = spec.on_empty !== 'send' && state.empty;
  return {
    report: state.report,
    title: state.title,
    version: state.version,
    newestDate: state.snapshot.newestDate,
    sections: noted ? [noData, ...wordsOf(built)] : built.map(({ section }) => section),
    snapshotSha256: state.snapshotSha256,
  };
}

/** The sections of a report, computed and spelled. */
export function buildSections(
  spec: Pick<FrozenSpec, 'sections'>,
  state: Pick<ReportState, 'report' | 'snapshot'>,
): readonly BuiltSection[] {
  return spec.sections.map((section, index) =>
    buildSection(section, state.snapshot, { report: state.report, index, title: titleOf(section) }),
  );
}

/**
 * Whether a report has nothing to show: it has data sections, and all are empty or, their condition not holding, left
 * out. Words of the author don't make a report less empty; a report of words alone is not empty, unless none is left.
 */
export function isEmptyReport(kept: readonly BuiltSection[], dropped: readonly Section[]): boolean {
  const data = kept.filter(({ empty }) => empty !== undefined);
  const hasData = data.length > 0 || dropped.some(({ type }) => type !== 'text');
  return kept.length === 0 || (hasData && data.every(({ empty }) => empty));
}

/** Whether a stored version is not to be delivered, because it is empty and its policy says `"on_empty": "skip"`. */
export function skipsDelivery(stored: ReportState): boolean {
  return stored.empty && readSpec(stored).on_empty === 'skip';
}

function readSpec(state: ReportState): FrozenSpec {
  const parsed = frozenSpec.safeParse(state.spec);
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'store.damaged',
    `The stored spec of report "${state.report}", version ${state.version}, can't be read: ${z.prettifyError(parsed.error)}. Run its policy again to make a new version.`,
  );
}

function wordsOf(built: readonly BuiltSection[]): readonly ReportSection[] {
  return built.flatMap(({ section, empty }) => (empty === undefined ? [section] : []));
}

function titleOf(section: Section): string | undefined {
  return section.type === 'text' ? undefined : section.title;
}
