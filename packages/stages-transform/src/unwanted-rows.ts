import type { SnapshotCell } from '@daybook/kernel';
import type { CheckRows } from './check-database.ts';

/** So many rows are shown; whoever wants all runs the query. */
const SHOWN_ROWS = 3;

/** So many columns of each, the first ones. */
const SHOWN_COLUMNS = 12;

/** Longer text of a cell is cut. */
const SHOWN_CHARACTERS = 60;

/** The longest line about one row. */
const LINE_CHARACTERS = 200;

/** Rows that a check found and that must not be there, cut to what a person reads. */
export interface UnwantedRows {
  /** How many there are; with `more`, that many and more. */
  readonly count: number;
  readonly more: boolean;
  /** The first of them, column → value, with long text cut. */
  readonly shown: readonly Readonly<Record<string, SnapshotCell>>[];
}

/** What is to be told of the rows; `undefined` when there are none. */
export function findUnwanted({ columns, rows, truncated }: CheckRows): UnwantedRows | undefined {
  // Cut before its first row fits, a result has rows although none is at hand.
  if (rows.length === 0 && !truncated) return undefined;
  const names = columns.slice(0, SHOWN_COLUMNS).map(({ name }) => cut(printable(name), SHOWN_CHARACTERS));
  const shown = rows
    .slice(0, SHOWN_ROWS)
    .map((row) => Object.fromEntries(names.map((name, index) => [name, shorten(row[index] ?? null)])));
  return { count: rows.length, more: truncated, shown };
}

/** The rows in words: `2 rows: symbol=SPY, date=2026-01-02; symbol=QQQ, date=2026-01-03`. */
export function describeUnwanted({ count, more, shown }: UnwantedRows): string {
  const counted = `${more ? 'more than ' : ''}${count} ${count === 1 && !more ? 'row' : 'rows'}`;
  if (shown.length === 0) return counted;
  const first = more || shown.length < count ? `, the first ${shown.length}` : '';
  return `${counted}${first}: ${shown.map(describeRow).join('; ')}`;
}

function describeRow(row: Readonly<Record<string, SnapshotCell>>): string {
  const cells = Object.entries(row).map(([name, cell]) => `${name}=${cell ?? 'NULL'}`);
  return cut(cells.join(', '), LINE_CHARACTERS);
}

function shorten(cell: SnapshotCell): SnapshotCell {
  return typeof cell === 'string' ? cut(printable(cell), SHOWN_CHARACTERS) : cell;
}

/** Text of a provider, in one line: nothing in it hides, or turns the text around it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]+/gu, ' ');
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
