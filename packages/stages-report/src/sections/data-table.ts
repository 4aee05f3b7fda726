import type { ColumnKind, TableColumn, TableSection } from '@daybook/kernel';
import { z } from 'zod';
import { columnTitle } from '../figures/column-title.ts';
import { type FigureStyle, figureFormat, parseFigureFormat } from '../figures/figure-format.ts';
import { markApproximate } from '../figures/mark-approximate.ts';
import { isNumeric } from '../figures/spell-cell.ts';
import { spellColumn } from '../figures/spell-column.ts';
import { columnName, printableText, queryName } from '../printable-text.ts';
import { type SectionPlace, sectionFailed } from './section-place.ts';
import type { FilledColumn, SectionQuery } from './section-query.ts';

/** All rows of a query, in its order. */
export const dataTableSection = z
  .strictObject({
    type: z.literal('data_table'),
    title: printableText(200).optional(),
    query: queryName,
    columns: z
      .array(
        z.union([
          columnName,
          z.strictObject({
            column: columnName,
            title: printableText(200)
              .optional()
              .describe('The heading. Default: made of the name, adj_close → Adj close.'),
            format: figureFormat.optional(),
          }),
        ]),
      )
      .min(1)
      .max(50)
      .optional()
      .describe('Which columns, in this order. Default: all columns of the query.'),
  })
  .describe('A table of all rows of a query, in its order.');

export type DataTableSection = z.output<typeof dataTableSection>;

/**
 * The table with every cell spelled.
 * @throws {EngineError} `report.section-failed` when a column is missing or holds no numbers where a format asks for
 *   them.
 */
export function buildDataTable(
  section: DataTableSection,
  query: SectionQuery,
  place: SectionPlace,
): TableSection {
  const columns = chosenColumns(section, query).map((chosen) => buildColumn(chosen, place));
  return {
    type: 'data_table',
    title: section.title,
    columns: columns.map(({ heading }) => heading),
    rows: Array.from({ length: query.rowCount }, (_, row) => columns.map(({ cells }) => cells[row] ?? '')),
  };
}

/** Whether the table has no rows. */
export function isEmptyDataTable(query: SectionQuery): boolean {
  return query.rowCount === 0;
}

interface ChosenColumn {
  readonly column: FilledColumn;
  readonly title: string;
  readonly style: FigureStyle | undefined;
}

function chosenColumns(section: DataTableSection, query: SectionQuery): readonly ChosenColumn[] {
  const chosen = section.columns ?? query.columns.map((column) => column.name);
  return chosen.map((each) => {
    const { column, title, format } =
      typeof each === 'string' ? { column: each, title: undefined, format: undefined } : each;
    return {
      column: query.column(column),
      title: title ?? columnTitle(column),
      style: format === undefined ? undefined : parseFigureFormat(format),
    };
  });
}

function buildColumn({ column, title, style }: ChosenColumn, place: SectionPlace) {
  const kind = printedKind(column.kind, style);
  const cells = spellColumn(column.cells, column.kind, style).map((text, row) => {
    const cell = column.cells[row] ?? null;
    if (text !== undefined) return column.approximate === true ? markApproximate(text, cell) : text;
    throw sectionFailed(
      place,
      `prints column "${column.name}" as a number, but row ${row + 1} holds ${JSON.stringify(cell).slice(0, 60)}.`,
    );
  });
  const heading: TableColumn = { name: column.name, title, kind, align: isNumeric(kind) ? 'right' : 'left' };
  return { heading, cells };
}

function printedKind(kind: ColumnKind, style: FigureStyle | undefined): ColumnKind {
  if (style === undefined) return kind;
  if (style.as === 'text') return 'text';
  return style.as === 'decimal' && style.digits === 0 ? 'integer' : 'decimal';
}
