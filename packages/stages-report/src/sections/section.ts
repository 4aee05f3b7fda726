import type { ReportSection, Snapshot } from '@daybook/kernel';
import { z } from 'zod';
import { buildChart, chartSection, isEmptyChart } from './chart.ts';
import { buildDataTable, dataTableSection, isEmptyDataTable } from './data-table.ts';
import { buildMetricCard, isEmptyMetricCard, metricCardSection } from './metric-card.ts';
import type { SectionPlace } from './section-place.ts';
import { sectionQuery } from './section-query.ts';
import { buildText, textSection } from './text.ts';

/** A section that is printed: every kind but the conditional one. */
export const section = z.discriminatedUnion('type', [
  metricCardSection,
  chartSection,
  dataTableSection,
  textSection,
]);

export type Section = z.output<typeof section>;

/** A section with every figure computed and spelled, and whether it had any data to show. */
export interface BuiltSection {
  readonly section: ReportSection;
  /** `undefined` for sections that show no data by nature. */
  readonly empty: boolean | undefined;
}

/**
 * Computes and spells a section.
 * @throws {EngineError} `report.section-failed`, naming the section.
 */
export function buildSection(spec: Section, snapshot: Snapshot, place: SectionPlace): BuiltSection {
  if (spec.type === 'text') return { section: buildText(spec), empty: undefined };
  const query = sectionQuery(snapshot, spec.query, place);
  switch (spec.type) {
    case 'metric_card':
      return { section: buildMetricCard(spec, query, place), empty: isEmptyMetricCard(spec, query) };
    case 'chart':
      return { section: buildChart(spec, query, place), empty: isEmptyChart(spec, query) };
    case 'data_table':
      return { section: buildDataTable(spec, query, place), empty: isEmptyDataTable(query) };
  }
}
