import { exact } from '../native-oracle.ts';
import { type CellType, order, type Row } from './oracle-cell.ts';
import type { QueryDice } from './query-dice.ts';
import { besideDecimal, numberLiteral } from './random-literal.ts';

/** A table or SELECT with the rows that it has to give, in any order. */
export interface Relation {
  /** What can stand after FROM, in parentheses where it is a SELECT. */
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
  readonly rows: readonly Row[];
  /** Positions of columns that tell all rows apart. */
  readonly key: readonly number[];
}

/** What queries are made over. */
export interface RandomTables {
  readonly bars: Relation;
  readonly payments: Relation;
  /** Common table expressions so far. */
  readonly named: Relation[];
}

/** What a query starts from: a dataset, a join, rows that are written out, or a table that grows out of itself. */
export function firstRelation(dice: QueryDice, tables: RandomTables, ctes: string[]): Relation {
  if (dice.chance(15)) return joined(dice, tables);
  if (dice.chance(10)) return grown(dice, ctes);
  return dice.chance(10) ? listedValues(dice) : tables.bars;
}

/** Rows that are written out; one of the decimals makes the others decimals too. */
function listedValues(dice: QueryDice): Relation {
  const fixed = dice.roll(4);
  const cells = Array.from({ length: 4 }, (_, index) => {
    const literal = dice.chance(50) ? numberLiteral(dice) : besideDecimal(dice);
    if (index !== fixed && dice.chance(20)) return { sql: 'NULL', cell: null };
    const { of, sql } = literal;
    return { sql: index === fixed ? `dec(${sql})` : sql, cell: of({ row: [], rows: [] }) };
  });
  return {
    sql: `(VALUES ${cells.map(({ sql }, index) => `(${sql}, ${index})`).join(', ')})`,
    columns: [
      { name: 'column1', type: 'decimal' },
      { name: 'column2', type: 'integer' },
    ],
    rows: cells.map(({ cell }, index) => [cell, index]),
    key: [1],
  };
}

/** A table beside itself, by one of its columns. */
export function joinedWithItself(dice: QueryDice, { sql, columns, rows }: Relation): Relation {
  const at = dice.roll(columns.length);
  const kind = dice.one(['JOIN', 'LEFT JOIN', 'FULL JOIN']);
  const sign = dice.one(['=', '<', 'IS']);
  const empty = columns.map(() => null);
  const matches = (a: Row, b: Row): boolean => {
    const [left, right] = [a[at] ?? null, b[at] ?? null];
    if (sign === 'IS') return order(left, right) === 0;
    if (left === null || right === null) return false;
    return sign === '=' ? order(left, right) === 0 : order(left, right) < 0;
  };
  const pairs = rows.flatMap((a) => rows.filter((b) => matches(a, b)).map((b) => [...a, ...b]));
  const lonely =
    kind === 'JOIN' ? [] : rows.filter((a) => !rows.some((b) => matches(a, b))).map((a) => [...a, ...empty]);
  const lost =
    kind === 'FULL JOIN'
      ? rows.filter((b) => !rows.some((a) => matches(a, b))).map((b) => [...empty, ...b])
      : [];
  const name = columns[at]?.name ?? '';
  const written = ['x', 'y'].flatMap((alias) =>
    columns.map((column) => `${alias}.${column.name} AS ${alias}${column.name}`),
  );
  return {
    sql: `(SELECT ${written.join(', ')} FROM ${sql} AS x ${kind} ${sql} AS y ON x.${name} ${sign} y.${name})`,
    columns: ['x', 'y'].flatMap((alias) =>
      columns.map((column) => ({ ...column, name: `${alias}${column.name}` })),
    ),
    rows: [...pairs, ...lonely, ...lost],
    key: [],
  };
}

function joined(dice: QueryDice, { bars, payments }: RandomTables): Relation {
  const at = (relation: Relation, name: string): number =>
    relation.columns.findIndex((column) => column.name === name);
  const [symbol, close] = [at(bars, 'symbol'), at(bars, 'close')];
  const [paidFor, amount] = [at(payments, 'symbol'), at(payments, 'amount')];
  const left = dice.chance(50);
  const byDecimal = dice.chance(60);
  const matches = (bar: Row, payment: Row): boolean => {
    const [a, b] = byDecimal ? [bar[close], payment[amount]] : [bar[symbol], payment[paidFor]];
    return a !== null && b !== null && order(a ?? null, b ?? null) === 0;
  };
  const rows = bars.rows.flatMap((bar) => {
    const found = payments.rows
      .filter((payment) => matches(bar, payment))
      .map((payment) => [...bar, payment[amount] ?? null]);
    return found.length === 0 && left ? [[...bar, null]] : found;
  });
  const names = bars.columns.map(({ name }) => `b.${name}`).join(', ');
  const on = byDecimal ? dice.one(['ON b.close = p.amount', 'ON p.amount = b.close']) : 'USING (symbol)';
  return {
    sql: `(SELECT ${names}, p.amount FROM ${bars.sql} b ${left ? 'LEFT JOIN' : 'JOIN'} ${payments.sql} p ${on})`,
    columns: [...bars.columns, { name: 'amount', type: 'decimal' }],
    rows,
    key: [],
  };
}

/** A table that grows out of its own rows. */
function grown(dice: QueryDice, ctes: string[]): Relation {
  const start = numberLiteral(dice);
  const rows: Row[] = [];
  let value = start.of({ row: [], rows: [] });
  for (let n = 1; n <= 6; n += 1) {
    rows.push([n, value]);
    if (value === null || typeof value !== 'object' || order(value, exact('100')) >= 0) break;
    value = { units: value.units * 2n, places: value.places };
  }
  ctes.push(
    `r(n, close) AS (SELECT 1, dec(${start.sql}) UNION ALL SELECT n + 1, dec_mul(close, 2) FROM r WHERE n < 6 AND close < 100)`,
  );
  return {
    sql: 'r',
    columns: [
      { name: 'n', type: 'integer' },
      { name: 'close', type: 'decimal' },
    ],
    rows,
    key: [0],
  };
}
