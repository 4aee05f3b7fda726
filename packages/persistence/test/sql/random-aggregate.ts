import { add, canonical, divideFreely, type Exact, exact } from '../native-oracle.ts';
import { type Cell, order, type Place, type Row, rowKey, spell, type Term, toExact } from './oracle-cell.ts';
import { decimalTerm, type TermSource } from './random-term.ts';

const zero = exact('0');

function numbersOf(cells: readonly Cell[]): readonly Exact[] {
  return cells.flatMap((cell) => toExact(cell) ?? []);
}

const sum = (cells: readonly Cell[]): Exact => numbersOf(cells).reduce(add, zero);

function extreme(cells: readonly Cell[], sign: 1 | -1): Cell {
  return cells.reduce<Cell>((best, cell) => {
    if (cell === null) return best;
    return best === null || order(cell, best) * sign > 0 ? cell : best;
  }, null);
}

function distinct(cells: readonly Cell[]): readonly Cell[] {
  return [...new Map(cells.map((cell) => [spell(cell), cell])).values()];
}

const average = (cells: readonly Cell[]): Cell => {
  const numbers = numbersOf(cells);
  return numbers.length === 0 ? null : divideFreely(sum(numbers), exact(String(numbers.length)));
};

interface Aggregate {
  readonly call: (argument: string) => string;
  readonly type: 'decimal' | 'integer';
  readonly of: (cells: readonly Cell[]) => Cell;
}

const known = (cells: readonly Cell[]): readonly Cell[] => cells.filter((cell) => cell !== null);

const plain: readonly Aggregate[] = [
  {
    call: (x) => `sum(${x})`,
    type: 'decimal',
    of: (cells) => (known(cells).length === 0 ? null : sum(cells)),
  },
  { call: (x) => `total(${x})`, type: 'decimal', of: sum },
  { call: (x) => `avg(${x})`, type: 'decimal', of: average },
  { call: (x) => `min(${x})`, type: 'decimal', of: (cells) => extreme(cells, -1) },
  { call: (x) => `max(${x})`, type: 'decimal', of: (cells) => extreme(cells, 1) },
  { call: (x) => `count(${x})`, type: 'integer', of: (cells) => known(cells).length },
  { call: () => 'count(*)', type: 'integer', of: (cells) => cells.length },
];

const ofDistinct: readonly Aggregate[] = [
  { call: (x) => `count(DISTINCT ${x})`, type: 'integer', of: (cells) => distinct(known(cells)).length },
  {
    call: (x) => `sum(DISTINCT ${x})`,
    type: 'decimal',
    of: (cells) => (known(cells).length === 0 ? null : sum(distinct(known(cells)))),
  },
  { call: (x) => `avg(DISTINCT ${x})`, type: 'decimal', of: (cells) => average(distinct(known(cells))) },
];

const ofIntegers: readonly Aggregate[] = [
  {
    call: (x) => `sum(${x})`,
    type: 'integer',
    of: (cells) => (known(cells).length === 0 ? null : Number(canonical(sum(cells)))),
  },
  { call: (x) => `avg(${x})`, type: 'decimal', of: average },
  { call: (x) => `max(${x})`, type: 'integer', of: (cells) => extreme(cells, 1) },
];

/** An aggregate of a decimal of the rows of a group. */
export function aggregateTerm(source: TermSource): Term {
  const { dice } = source;
  const whole = source.atoms.filter(({ type }) => type === 'integer');
  const integer = whole.length > 0 && dice.chance(15) ? dice.one(whole) : undefined;
  const argument = integer ?? decimalTerm(source, 1);
  const { call, type, of } = dice.one(
    integer !== undefined ? ofIntegers : dice.chance(80) ? plain : ofDistinct,
  );
  const filter = dice.chance(20) ? source.condition(0) : undefined;
  const cells = (place: Place): readonly Cell[] =>
    place.rows
      .filter((row) => filter === undefined || filter.holds({ row, rows: [] }) === true)
      .map((row) => argument.of({ row, rows: [] }));
  const sql = call(argument.sql) + (filter === undefined ? '' : ` FILTER (WHERE ${filter.sql})`);
  return { sql, type, of: (place) => of(cells(place)) };
}

/** A window function whose result doesn't depend on the order of equal rows. */
export function windowTerm(source: TermSource, unique: readonly Term[]): Term {
  const { dice } = source;
  const key = decimalTerm(source, 1);
  const partition = dice.chance(50) ? decimalTerm(source, 1) : undefined;
  const by = partition === undefined ? '' : `PARTITION BY ${partition.sql} `;
  const peers = (place: Place): readonly Row[] => {
    const same = partition?.of(place) ?? null;
    return place.rows.filter(
      (row) => partition === undefined || rowKey([partition.of({ row, rows: [] })]) === rowKey([same]),
    );
  };
  const before = (place: Place, row: Row): number => order(key.of({ row, rows: [] }), key.of(place));
  if (unique.length > 0 && dice.chance(40))
    return sequenceTerm(source, { by, peers, unique: [key, ...unique] });
  if (dice.chance(40))
    return rankTerm(dice.one(['rank', 'dense_rank']), { sql: `OVER (${by}ORDER BY ${key.sql})`, key, peers });
  const argument = decimalTerm(source, 1);
  const ordered = dice.chance(50);
  const { call, type, of } = dice.one(plain);
  return {
    sql: `${call(argument.sql)} OVER (${by}${ordered ? `ORDER BY ${key.sql}` : ''})`,
    type,
    of: (place) =>
      of(
        peers(place)
          .filter((row) => !ordered || before(place, row) <= 0)
          .map((row) => argument.of({ row, rows: [] })),
      ),
  };
}

function rankTerm(
  name: string,
  { sql, key, peers }: { sql: string; key: Term; peers: (place: Place) => readonly Row[] },
): Term {
  return {
    sql: `${name}() ${sql}`,
    type: 'integer',
    of(place) {
      const keys = peers(place).map((row) => key.of({ row, rows: [] }));
      const smaller = keys.filter((other) => order(other, key.of(place)) < 0);
      return 1 + (name === 'rank' ? smaller : distinct(smaller)).length;
    },
  };
}

/** A function of the rows before and after, in an order in which no two rows are equal. */
function sequenceTerm(
  source: TermSource,
  { by, peers, unique }: { by: string; peers: (place: Place) => readonly Row[]; unique: readonly Term[] },
): Term {
  const { dice } = source;
  const argument = decimalTerm(source, 1);
  const back = dice.roll(3);
  const ahead = dice.roll(3);
  const window = `(${by}ORDER BY ${unique.map(({ sql }) => sql).join(', ')}`;
  const sorted = (place: Place): readonly Row[] =>
    [...peers(place)].sort(
      (a, b) =>
        unique
          .map((term) => order(term.of({ row: a, rows: [] }), term.of({ row: b, rows: [] })))
          .find((difference) => difference !== 0) ?? 0,
    );
  const value = (row: Row | undefined): Cell => (row === undefined ? null : argument.of({ row, rows: [] }));
  const { call, type, of } = dice.one(plain);
  const lagged = (place: Place): Cell => {
    const rows = sorted(place);
    const at = rows.indexOf(place.row) - back;
    return at < 0 ? zero : value(rows[at]);
  };
  return dice.one<Term>([
    { sql: `lag(${argument.sql}, ${back}, 0) OVER ${window})`, type: 'decimal', of: lagged },
    {
      sql: `first_value(${argument.sql}) OVER ${window})`,
      type: 'decimal',
      of: (place) => value(sorted(place)[0]),
    },
    {
      sql: `${call(argument.sql)} OVER ${window} ROWS BETWEEN ${back} PRECEDING AND ${ahead} FOLLOWING)`,
      type,
      of(place) {
        const rows = sorted(place);
        const at = rows.indexOf(place.row);
        return of(rows.slice(Math.max(0, at - back), at + ahead + 1).map(value));
      },
    },
  ]);
}
