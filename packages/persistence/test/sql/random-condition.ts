import {
  type Cell,
  and,
  type Condition,
  not,
  or,
  order,
  type Place,
  type Row,
  type Term,
  type Truth,
} from './oracle-cell.ts';
import { besideDecimal } from './random-literal.ts';
import { decimalTerm, type TermSource } from './random-term.ts';

/** What subqueries in conditions read: a decimal column of a table. */
export interface Looked {
  readonly table: string;
  readonly rows: readonly Row[];
  /** Its name and position. */
  readonly column: string;
  readonly at: number;
}

type Compare = (difference: number) => boolean;

const comparisons: readonly (readonly [string, Compare])[] = [
  ['=', (difference) => difference === 0],
  ['==', (difference) => difference === 0],
  ['<>', (difference) => difference !== 0],
  ['!=', (difference) => difference !== 0],
  ['<', (difference) => difference < 0],
  ['<=', (difference) => difference <= 0],
  ['>', (difference) => difference > 0],
  ['>=', (difference) => difference >= 0],
];

/** A condition on decimals; with `looked`, columns are qualified and it may hold subqueries. */
export function randomCondition(source: TermSource, depth: number, looked?: Looked): Condition {
  const { dice } = source;
  if (depth > 0 && dice.chance(40)) return combined(source, depth, looked);
  const makers = [
    comparison,
    comparison,
    between,
    inList,
    nullTest,
    sameAs,
    rowComparison,
    literalInColumns,
    ofTexts,
  ];
  if (looked !== undefined && dice.chance(30)) return subquery(source, looked);
  return dice.one(makers)(source);
}

function combined(source: TermSource, depth: number, looked: Looked | undefined): Condition {
  const a = randomCondition(source, depth - 1, looked);
  const b = randomCondition(source, depth - 1, looked);
  return source.dice.one<Condition>([
    { sql: `(${a.sql} AND ${b.sql})`, holds: (place) => and(a.holds(place), b.holds(place)) },
    { sql: `(${a.sql} OR ${b.sql})`, holds: (place) => or(a.holds(place), b.holds(place)) },
    { sql: `NOT (${a.sql})`, holds: (place) => not(a.holds(place)) },
  ]);
}

function compared(left: Cell, right: Cell, compare: Compare): Truth {
  return left === null || right === null ? null : compare(order(left, right));
}

/** Another side for a decimal: a decimal, a literal, or a whole number. */
function otherSide(source: TermSource): Term {
  const whole = source.atoms.filter(({ type }) => type === 'integer');
  if (whole.length > 0 && source.dice.chance(25)) return source.dice.one(whole);
  return source.dice.chance(50) ? besideDecimal(source.dice) : decimalTerm(source, 1);
}

function comparison(source: TermSource): Condition {
  const sides = [decimalTerm(source, 1), otherSide(source)] as const;
  const [a, b] = source.dice.chance(70) ? sides : [sides[1], sides[0]];
  const [sign, compare] = source.dice.one(comparisons);
  return { sql: `${a.sql} ${sign} ${b.sql}`, holds: (place) => compared(a.of(place), b.of(place), compare) };
}

function between(source: TermSource): Condition {
  const sides = [decimalTerm(source, 1), otherSide(source), otherSide(source)] as const;
  const [a, low, high] = source.dice.chance(70) ? sides : ([sides[1], sides[0], sides[2]] as const);
  const negated = source.dice.chance(30);
  const within = (place: Place): Truth =>
    and(
      compared(a.of(place), low.of(place), (difference) => difference >= 0),
      compared(a.of(place), high.of(place), (difference) => difference <= 0),
    );
  return {
    sql: `${a.sql} ${negated ? 'NOT ' : ''}BETWEEN ${low.sql} AND ${high.sql}`,
    holds: (place) => (negated ? not(within(place)) : within(place)),
  };
}

function among(value: Cell, cells: readonly Cell[]): Truth {
  return cells.reduce<Truth>(
    (found, cell) =>
      or(
        found,
        compared(value, cell, (difference) => difference === 0),
      ),
    false,
  );
}

function inList(source: TermSource): Condition {
  const a = decimalTerm(source, 1);
  const items = [otherSide(source), otherSide(source), otherSide(source)].slice(0, 1 + source.dice.roll(3));
  const negated = source.dice.chance(30);
  return {
    sql: `${a.sql} ${negated ? 'NOT ' : ''}IN (${items.map(({ sql }) => sql).join(', ')})`,
    holds(place) {
      const found = among(
        a.of(place),
        items.map((item) => item.of(place)),
      );
      return negated ? not(found) : found;
    },
  };
}

function literalInColumns(source: TermSource): Condition {
  const a = besideDecimal(source.dice);
  const items = [decimalTerm(source, 0), decimalTerm(source, 1)];
  return {
    sql: `${a.sql} IN (${items.map(({ sql }) => sql).join(', ')})`,
    holds: (place) =>
      among(
        a.of(place),
        items.map((item) => item.of(place)),
      ),
  };
}

/** Between texts that decimals choose; some look like numbers, and are none. */
function ofTexts(source: TermSource): Condition {
  const { dice } = source;
  const chosen = source.atoms.filter(({ type }) => type === 'decimal');
  const by = chosen.length > 0 ? dice.one(chosen) : decimalTerm(source, 0);
  const atoms = source.atoms.filter(({ type }) => type === 'text');
  const [yes, no, other] = [dice.one(texts), dice.one(texts), dice.one(texts)];
  const [sign, compare] = dice.one(comparisons);
  const value = (place: Place): Cell => {
    const cell = by.of(place);
    return cell !== null && order(cell, { units: 5n, places: 0 }) > 0 ? yes : no;
  };
  const atom = atoms.length > 0 && dice.chance(50) ? dice.one(atoms) : undefined;
  return {
    sql: `iif(abs(${by.sql}) = ${by.sql} AND ${by.sql} > 5, '${yes}', '${no}') ${sign} ${atom?.sql ?? `'${other}'`}`,
    holds: (place) => compared(value(place), atom === undefined ? other : atom.of(place), compare),
  };
}

const texts = ['10', '9', '010', '9.0', 'AA', 'aa', 'B'];

function nullTest(source: TermSource): Condition {
  const a = decimalTerm(source, 1);
  const [sql, holds] = source.dice.one<readonly [string, boolean]>([
    ['IS NULL', true],
    ['ISNULL', true],
    ['IS NOT NULL', false],
    ['NOTNULL', false],
  ]);
  return { sql: `${a.sql} ${sql}`, holds: (place) => (a.of(place) === null) === holds };
}

function sameAs(source: TermSource): Condition {
  const a = decimalTerm(source, 1);
  const b = otherSide(source);
  const [sql, same] = source.dice.one<readonly [string, boolean]>([
    ['IS', true],
    ['IS NOT', false],
    ['IS NOT DISTINCT FROM', true],
    ['IS DISTINCT FROM', false],
  ]);
  return {
    sql: `${a.sql} ${sql} ${b.sql}`,
    holds: (place) => (order(a.of(place), b.of(place)) === 0) === same,
  };
}

function rowComparison(source: TermSource): Condition {
  const [a, b] = [decimalTerm(source, 1), decimalTerm(source, 0)];
  const [c, d] = [otherSide(source), otherSide(source)];
  const first = (place: Place): Truth => compared(a.of(place), c.of(place), (difference) => difference === 0);
  const equal = (place: Place): Truth =>
    and(
      first(place),
      compared(b.of(place), d.of(place), (difference) => difference === 0),
    );
  return { sql: `(${a.sql}, ${b.sql}) = (${c.sql}, ${d.sql})`, holds: equal };
}

function subquery(source: TermSource, { table, rows, column, at }: Looked): Condition {
  const a = decimalTerm(source, 1);
  const closes = rows.map((row) => row[at] ?? null);
  const [sign, compare] = source.dice.one(comparisons);
  const known = closes.filter((cell) => cell !== null);
  const greatest = known.reduce<Cell>(
    (best, cell) => (best === null || order(cell, best) > 0 ? cell : best),
    null,
  );
  return source.dice.one<Condition>([
    { sql: `${a.sql} IN (SELECT ${column} FROM ${table})`, holds: (place) => among(a.of(place), closes) },
    {
      sql: `${a.sql} ${sign} (SELECT max(${column}) FROM ${table})`,
      holds: (place) => compared(a.of(place), greatest, compare),
    },
    {
      sql: `(SELECT max(${column}) FROM ${table}) ${sign} ${a.sql}`,
      holds: (place) => compared(greatest, a.of(place), compare),
    },
    {
      sql: `EXISTS (SELECT 1 FROM ${table} i WHERE i.${column} ${sign} ${a.sql})`,
      holds: (place) => closes.some((cell) => compared(cell, a.of(place), compare) === true),
    },
  ]);
}
