import type { MetricCard, MetricComparison, SnapshotCell } from '@daybook/kernel';
import { z } from 'zod';
import { type FigureStyle, figureFormat, parseFigureFormat } from '../figures/figure-format.ts';
import { markApproximate, markApproximateChange } from '../figures/mark-approximate.ts';
import { NO_VALUE, spellCell } from '../figures/spell-cell.ts';
import { spellChange } from '../figures/spell-change.ts';
import { cellNumber } from '../figures/spell-number.ts';
import { columnName, printableText, queryName } from '../printable-text.ts';
import { type SectionPlace, sectionFailed } from './section-place.ts';
import type { FilledColumn, SectionQuery } from './section-query.ts';

/** One figure that stands alone: the value of a column in the first row of a query. */
export const metricCardSection = z
  .strictObject({
    type: z.literal('metric_card'),
    title: printableText(200).describe('What the figure is, such as "SPY, last close".'),
    query: queryName,
    column: columnName,
    format: figureFormat.optional(),
    compare: z
      .strictObject({
        row: z
          .enum(['second', 'last'])
          .describe('The row of the query that holds the value to compare with.'),
        label_column: columnName
          .optional()
          .describe('Its value in that row is printed after "since", such as the date.'),
      })
      .optional()
      .describe(
        'Prints below the figure how it changed from another row of the same query, absolute and in percent: ' +
          '+56.66 (+1.53 %) since 2020-12-30. Nothing is printed when that row is not there.',
      ),
  })
  .describe('One figure: the value of a column in the first row of a query.');

export type MetricCardSection = z.output<typeof metricCardSection>;

/**
 * The card with its figure computed and spelled.
 * @throws {EngineError} `report.section-failed` when a column is missing or is no number where one is asked for.
 */
export function buildMetricCard(
  section: MetricCardSection,
  query: SectionQuery,
  place: SectionPlace,
): MetricCard {
  const column = query.column(section.column);
  const style = section.format === undefined ? undefined : parseFigureFormat(section.format);
  const cell = column.cells[0] ?? null;
  const figure = spellCell(cell, column.kind, style);
  if (figure === undefined) throw noNumber(column, cell, place);
  return {
    type: 'metric_card',
    title: section.title,
    figure: column.approximate === true ? markApproximate(figure, cell) : figure,
    comparison: buildComparison(section, query, style, place),
  };
}

/** Whether the card has nothing to show. */
export function isEmptyMetricCard(section: MetricCardSection, query: SectionQuery): boolean {
  return (query.column(section.column).cells[0] ?? null) === null;
}

function buildComparison(
  section: MetricCardSection,
  query: SectionQuery,
  style: FigureStyle | undefined,
  place: SectionPlace,
): MetricComparison | undefined {
  const { compare } = section;
  if (compare === undefined) return undefined;
  const column = query.column(section.column);
  // Looked up also when there is nothing to compare: a wrong name shows at once, not when the second row comes.
  const label = compare.label_column === undefined ? undefined : query.column(compare.label_column);
  const row = compare.row === 'second' ? 1 : query.rowCount - 1;
  const now = comparable(column, 0, place);
  const before = row < 1 ? undefined : comparable(column, row, place);
  if (now === undefined || before === undefined) return undefined;
  const change = spellChange({ now, before, since: spellLabel(label, row) }, style);
  return column.approximate === true && change.direction !== 'unchanged'
    ? { ...change, text: markApproximateChange(change.text) }
    : change;
}

function comparable(column: FilledColumn, row: number, place: SectionPlace) {
  const cell = column.cells[row] ?? null;
  const value = cellNumber(cell);
  if (cell !== null && value === undefined) throw noNumber(column, cell, place);
  return value;
}

function spellLabel(label: FilledColumn | undefined, row: number): string | undefined {
  if (label === undefined) return undefined;
  const text = spellCell(label.cells[row] ?? null, label.kind, undefined);
  return text === NO_VALUE ? undefined : text;
}

function noNumber(column: FilledColumn, cell: SnapshotCell, place: SectionPlace) {
  return sectionFailed(
    place,
    `needs a number in column "${column.name}", which holds ${JSON.stringify(cell).slice(0, 60)}.`,
  );
}
