import type { QueryResultDocument } from '@daybook/api-contract';
import { revealUnseen } from '../words/pretty-json.ts';

/** A cell of a result. */
export type Cell = QueryResultDocument['rows'][number][string];

/** How a column of a result is shown. */
export interface ShownColumn {
  readonly name: string;
  /** With `≈` where a float had a part in the numbers. */
  readonly head: string;
  readonly isNumber: boolean;
}

/** The columns of a result in their order; numbers are told by the type, and where there is none by the rows. */
export function shownColumns({
  columns,
  rows,
}: Pick<QueryResultDocument, 'columns' | 'rows'>): readonly ShownColumn[] {
  return columns.map(({ name, type, approximate }) => ({
    name,
    head: `${approximate === true ? '≈ ' : ''}${revealUnseen(name)}`,
    isNumber:
      type === 'decimal' ||
      type === 'integer' ||
      type === 'real' ||
      (type === 'unknown' &&
        rows.some((row) => isNumber(row[name])) &&
        rows.every((row) => isNumberOrNull(row[name]))),
  }));
}

function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number';
}

function isNumberOrNull(cell: Cell | undefined): boolean {
  return cell === null || isNumber(cell);
}

/** How many rows there are, in words, such as `2 rows in 41 ms`. */
export function describeAmount({ row_count: count, ms, truncated }: QueryResultDocument): string {
  const rows = `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`;
  return `${truncated ? 'The first ' : ''}${rows} in ${ms.toLocaleString('en-US')} ms`;
}
