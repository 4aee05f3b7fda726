import type { QueryResultDocument } from '@daybook/api-contract';
import { toTable } from './table.ts';
import { counted, printable } from './terminal-text.ts';

type Column = QueryResultDocument['columns'][number];
type Cell = QueryResultDocument['rows'][number][string];

/** A query's result as lines: a table with numbers to the right, then how many rows there are and the time it took. */
export function describeResult({ columns, rows, ms, truncated }: QueryResultDocument): readonly string[] {
  const heading = columns.map(
    ({ name, approximate }) => `${approximate === true ? '≈ ' : ''}${inLine(name)}`,
  );
  const cells = rows.map((row) => columns.map(({ name }) => spell(row[name])));
  const right = new Set(columns.flatMap((column, index) => (holdsNumbers(column, rows) ? [index] : [])));
  return [
    ...toTable(heading, cells, right),
    '',
    `${truncated ? 'the first ' : ''}${counted(rows.length, 'row')}, ${ms} ms${remark(columns)}`,
  ];
}

function remark(columns: readonly Column[]): string {
  return columns.some(({ approximate }) => approximate === true) ? '; ≈ marks columns of floats' : '';
}

/** What only the rows can tell is a number when all of them say so. */
function holdsNumbers({ name, type }: Column, rows: QueryResultDocument['rows']): boolean {
  if (type === 'decimal' || type === 'integer' || type === 'real') return true;
  if (type !== 'unknown') return false;
  const cells = rows.flatMap((row) => (row[name] == null ? [] : [row[name]]));
  return cells.length > 0 && cells.every((cell) => typeof cell === 'number');
}

/** Nothing is told from the text that spells it. */
function spell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (cell === 'NULL') return "'NULL'";
  return inLine(String(cell));
}

/** A cell stays on its line. */
function inLine(text: string): string {
  return printable(text.replaceAll('\n', '\\n'));
}
