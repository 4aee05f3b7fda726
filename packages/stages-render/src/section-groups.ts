import type { ChartSection, MetricCard, ReportSection, TableSection, TextSection } from '@daybook/kernel';

/** Metric cards that follow each other, shown side by side. */
export interface CardGroup {
  readonly type: 'metric_cards';
  readonly cards: readonly MetricCard[];
}

/** One block of a page, from top to bottom. */
export type SectionGroup = CardGroup | ChartSection | TableSection | TextSection;

/** Gathers neighbouring metric cards and leaves everything else as it is, in order. */
export function groupSections(sections: readonly ReportSection[]): readonly SectionGroup[] {
  const groups: SectionGroup[] = [];
  let cards: MetricCard[] = [];
  for (const section of sections) {
    if (section.type !== 'metric_card') {
      groups.push(section);
      cards = [];
      continue;
    }
    if (cards.length === 0) groups.push({ type: 'metric_cards', cards });
    cards.push(section);
  }
  return groups;
}
