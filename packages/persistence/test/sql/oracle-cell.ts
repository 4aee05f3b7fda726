import { canonical, compare, type Exact } from '../native-oracle.ts';

/** A value as the oracle has it: decimals are exact, integers are numbers. */
export type Cell = Exact | number | string | null;

export type Row = readonly Cell[];

export type CellType = 'decimal' | 'integer' | 'text';

/** What an expression is judged by: its row, and the rows of its group or window. */
export interface Place {
  readonly row: Row;
  readonly rows: readonly Row[];
}

/** An expression: as SQL, and what it gives. */
export interface Term {
  readonly sql: string;
  readonly type: CellType;
  of(place: Place): Cell;
}

/** A number of either kind as an exact one. */
export function toExact(cell: Cell): Exact | null {
  if (typeof cell === 'number') return { units: BigInt(cell), places: 0 };
  if (typeof cell === 'string') throw new TypeError(`${cell} is no number`);
  return cell;
}

/** -1, 0 or 1; NULL comes before everything. */
export function order(left: Cell, right: Cell): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'string' && typeof right === 'string')
    return Number(left > right) - Number(left < right);
  const [a, b] = [toExact(left), toExact(right)];
  if (a === null || b === null) throw new TypeError('NULL was dealt with');
  return compare(a, b);
}

/** What SQLite gives for it, as text. */
export function spell(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'object') return canonical(cell) === '-0' ? '0' : canonical(cell);
  return String(cell);
}

/** Equal for rows that DISTINCT, GROUP BY and UNION take for one. */
export function rowKey(row: Row): string {
  return JSON.stringify(row.map(spell));
}

/** Truth of three values, NULL included. */
export type Truth = boolean | null;

export interface Condition {
  readonly sql: string;
  holds(place: Place): Truth;
}

export const not = (truth: Truth): Truth => (truth === null ? null : !truth);

export function and(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

export const or = (left: Truth, right: Truth): Truth => not(and(not(left), not(right)));
