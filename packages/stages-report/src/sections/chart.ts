import { type ChartSection as DrawnChart, EngineError, type SnapshotCell } from '@daybook/kernel';
import { z } from 'zod';
import { isNumeric } from '../figures/spell-cell.ts';
import { cellNumber } from '../figures/spell-number.ts';
import { columnName, printableText, queryName } from '../printable-text.ts';
import { type SectionPlace, sectionFailed } from './section-place.ts';
import type { FilledColumn, SectionQuery } from './section-query.ts';

/** Columns of a query, drawn. What its columns must be depends on the kind: see `findColumnProblems`. */
export const chartSection = z
  .strictObject({
    type: z.literal('chart'),
    kind: z
      .enum(['candlestick', 'line', 'bar', 'pie'])
      .describe(
        '"candlestick" and "line" draw columns over time, "bar" over dates or names, "pie" shares of a whole.',
      ),
    title: printableText(200).describe('Stands above the chart.'),
    query: queryName,
    x: columnName.describe(
      'The column of the horizontal axis: dates or instants, in any order; also names for "bar". For "pie" the names of the slices.',
    ),
    y: z
      .union([columnName, z.array(columnName).min(1).max(12)])
      .describe(
        'What is drawn: for "candlestick" the four columns ["open", "high", "low", "close"], for "line" and "bar" one or several columns, for "pie" one.',
      ),
    series: columnName
      .optional()
      .describe(
        'For "line" and "bar" with a single y: the column whose values tell several lines or bars apart, such as "symbol".',
      ),
  })
  .describe('A chart of the rows of a query.');

export type ChartSection = z.output<typeof chartSection>;

/**
 * The chart's points, oldest first, whatever order the query gave.
 * @throws {EngineError} `step.unavailable` for a kind that is yet to come; `report.section-failed` when a column is missing or can't be drawn, or when two rows claim the
 *   same place on the horizontal axis.
 */
export function buildChart(section: ChartSection, query: SectionQuery, place: SectionPlace): DrawnChart {
  const kind = requireDrawableKind(section.kind, place);
  const x = timeColumn(query.column(section.x), place);
  const y = yColumns(section, query, place);
  const series = section.series === undefined ? undefined : query.column(section.series);
  const rows = rowsInTimeOrder(x, series, place);
  const points = rows.map((row) =>
    Object.fromEntries([
      [x.name, textOf(x.cells[row])],
      ...y.map((column) => [column.name, cellNumber(column.cells[row] ?? null) ?? null]),
      ...(series === undefined ? [] : [[series.name, textOf(series.cells[row])]]),
    ]),
  );
  const { title } = section;
  const names = y.map((column) => column.name);
  return { type: 'chart', kind, title, x: x.name, y: names, points, series: section.series };
}

/**
 * The kind, when this release can draw it.
 * @throws {EngineError} `step.unavailable`, naming the section.
 */
export function requireDrawableKind(kind: ChartSection['kind'], place: SectionPlace): DrawnChart['kind'] {
  if (kind === 'candlestick' || kind === 'line') return kind;
  const title = place.title === undefined ? '' : ` ("${place.title}")`;
  throw new EngineError(
    'step.unavailable',
    `Section ${place.index + 1}${title} of report "${place.report}" is a ${kind} chart, which is not there yet in this release. Use a line chart over dates, or show the figures in a data_table.`,
    { details: { report: place.report, section: place.index, pointer: `/sections/${place.index}` } },
  );
}

/** Whether the chart has not one point to draw. */
export function isEmptyChart(section: ChartSection, query: SectionQuery): boolean {
  return listOf(section.y).every((name) => query.column(name).cells.every((cell) => cell === null));
}

function listOf(y: ChartSection['y']): readonly string[] {
  return typeof y === 'string' ? [y] : y;
}

function textOf(cell: SnapshotCell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

function timeColumn(column: FilledColumn, place: SectionPlace): FilledColumn {
  const timely = column.kind === 'date' || column.kind === 'instant';
  if (column.cells.length > 0 && !timely) {
    throw sectionFailed(
      place,
      `draws column "${column.name}" on its time axis, but that column holds ${column.kind} values, not dates.`,
    );
  }
  if (column.cells.includes(null)) {
    throw sectionFailed(
      place,
      `draws column "${column.name}" on its time axis, but a row has no value there. Leave such rows out in the SQL.`,
    );
  }
  return column;
}

function yColumns(section: ChartSection, query: SectionQuery, place: SectionPlace): readonly FilledColumn[] {
  const columns = listOf(section.y).map((name) => query.column(name));
  if (section.kind === 'candlestick' && columns.length !== 4) {
    const known = query.columns.map((column) => column.name).join(', ');
    throw sectionFailed(
      place,
      `is a candlestick, which needs the four columns [open, high, low, close], not ${columns.length}. Columns of its query: ${known}.`,
    );
  }
  for (const column of columns) {
    if (!isNumeric(column.kind) && column.cells.some((cell) => cell !== null)) {
      throw sectionFailed(
        place,
        `draws column "${column.name}", but that column holds ${column.kind} values, not numbers.`,
      );
    }
  }
  return columns;
}

function rowsInTimeOrder(x: FilledColumn, series: FilledColumn | undefined, place: SectionPlace): number[] {
  const taken = new Set<string>();
  const rows = x.cells.map((cell, row) => {
    const time = String(cell);
    const key = JSON.stringify([time, series?.cells[row] ?? null]);
    if (taken.has(key)) {
      const advice =
        series === undefined
          ? 'Restrict its query to one row a date, or draw a line for each with "series".'
          : `Restrict its query to one row for each date and value of "${series.name}".`;
      throw sectionFailed(place, `has more than one row for ${time}. ${advice}`);
    }
    taken.add(key);
    return { row, time };
  });
  // Dates and instants are spelled so that text order is time order; equal times keep the order of the query.
  rows.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.row - b.row));
  return rows.map(({ row }) => row);
}
