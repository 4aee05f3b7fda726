import { add, canonical, divide, type Exact, exact, multiply, negate, round } from '../native-oracle.ts';
import {
  type Cell,
  type CellType,
  type Condition,
  order,
  type Place,
  type Term,
  toExact,
} from './oracle-cell.ts';
import type { QueryDice } from './query-dice.ts';
import { besideDecimal, numberLiteral } from './random-literal.ts';

/** What terms may be made of. */
export interface TermSource {
  readonly dice: QueryDice;
  /** Columns, or whole aggregates and window functions. */
  readonly atoms: readonly Term[];
  condition(depth: number): Condition;
}

/** A decimal: a column, or something computed from some. */
export function decimalTerm(source: TermSource, depth: number): Term {
  const { dice } = source;
  const atoms = source.atoms.filter(({ type }) => type === 'decimal');
  if (depth === 0 || dice.chance(30)) {
    return atoms.length > 0 ? dice.one(atoms) : wrapped(numberLiteral(dice));
  }
  const inner = (): Term => decimalTerm(source, depth - 1);
  return dice.one([arithmetic, rounding, choosing, branching, extremes])(source, inner);
}

function wrapped(literal: Term): Term {
  return { ...literal, sql: `dec(${literal.sql})` };
}

type Maker = (source: TermSource, inner: () => Term) => Term;

/** A function of decimals that gives NULL for NULL. */
function strict(sql: string, args: readonly Term[], compute: (...numbers: Exact[]) => Exact | null): Term {
  return {
    sql,
    type: 'decimal',
    of(place) {
      const numbers = args.flatMap((arg) => toExact(arg.of(place)) ?? []);
      return numbers.length < args.length ? null : compute(...numbers);
    },
  };
}

const zero = exact('0');

const arithmetic: Maker = ({ dice }, inner) => {
  const a = inner();
  const b = dice.chance(50) ? inner() : numberLiteral(dice);
  const places = dice.roll(8);
  return dice.one([
    strict(`dec_add(${a.sql}, ${b.sql})`, [a, b], (x = zero, y = zero) => add(x, y)),
    strict(`dec_sub(${a.sql},${b.sql})`, [a, b], (x = zero, y = zero) => add(x, negate(y))),
    strict(`dec_mul(${a.sql}, 1.5)`, [a], (x = zero) => multiply(x, exact('1.5'))),
    strict(`dec_div(${a.sql}, ${b.sql}, ${places})`, [a, b], (x = zero, y = zero) =>
      y.units === 0n ? null : divide(x, y, places),
    ),
  ]);
};

const rounding: Maker = ({ dice }, inner) => {
  const a = inner();
  const places = dice.roll(4) - 1;
  return dice.one([
    strict(`round(${a.sql}, ${places})`, [a], (x = zero) => round(x, places)),
    strict(`round(${a.sql})`, [a], (x = zero) => round(x, 0)),
    strict(`dec_round(${a.sql}, ${places})`, [a], (x = zero) => round(x, places)),
    strict(`abs(${a.sql})`, [a], (x = zero) => (x.units < 0n ? negate(x) : x)),
    strict(`(${a.sql})`, [a], (x = zero) => x),
    strict(`dec(${a.sql})`, [a], (x = zero) => x),
  ]);
};

const choosing: Maker = ({ dice, atoms }, inner) => {
  const a = inner();
  const whole = atoms.filter(({ type }) => type === 'integer');
  const integer = whole.length > 0 && dice.chance(20) ? dice.one(whole) : undefined;
  const b = integer ?? (dice.chance(50) ? inner() : besideDecimal(dice));
  const same = (place: Place): boolean =>
    a.of(place) !== null && b.of(place) !== null && order(a.of(place), b.of(place)) === 0;
  return dice.one<Term>([
    { sql: `coalesce(${a.sql}, ${b.sql})`, type: 'decimal', of: (place) => a.of(place) ?? b.of(place) },
    { sql: `ifnull(${a.sql}, ${b.sql})`, type: 'decimal', of: (place) => a.of(place) ?? b.of(place) },
    { sql: `coalesce(NULL, ${b.sql}, ${a.sql})`, type: 'decimal', of: (place) => b.of(place) ?? a.of(place) },
    { sql: `nullif(${a.sql}, ${b.sql})`, type: 'decimal', of: (place) => (same(place) ? null : a.of(place)) },
  ]);
};

const branching: Maker = (source, inner) => {
  const { dice } = source;
  const condition = source.condition(1);
  const a = inner();
  const b = dice.chance(50) ? inner() : besideDecimal(dice);
  const whens = [besideDecimal(dice), besideDecimal(dice)];
  const chosen = (place: Place): Cell => (condition.holds(place) === true ? a.of(place) : b.of(place));
  return dice.one<Term>([
    { sql: `iif(${condition.sql}, ${a.sql}, ${b.sql})`, type: 'decimal', of: chosen },
    { sql: `CASE WHEN ${condition.sql} THEN ${a.sql} ELSE ${b.sql} END`, type: 'decimal', of: chosen },
    {
      sql: `CASE WHEN ${condition.sql} THEN ${a.sql} END`,
      type: 'decimal',
      of: (place) => (condition.holds(place) === true ? a.of(place) : null),
    },
    {
      sql: `CASE ${a.sql} ${whens.map((when, index) => `WHEN ${when.sql} THEN ${index}`).join(' ')} ELSE dec(${b.sql}) END`,
      type: 'decimal',
      of(place) {
        const value = a.of(place);
        const at = whens.findIndex((when) => value !== null && order(value, when.of(place)) === 0);
        return at < 0 ? b.of(place) : { units: BigInt(at), places: 0 };
      },
    },
  ]);
};

const extremes: Maker = ({ dice }, inner) => {
  const a = inner();
  const b = dice.chance(50) ? inner() : numberLiteral(dice);
  const name = dice.one(['min', 'max', 'dec_min', 'dec_max']);
  const sign = name.endsWith('min') ? 1 : -1;
  return strict(`${name}(${a.sql}, ${b.sql})`, [a, b], (x = zero, y = zero) =>
    order(x, y) * sign <= 0 ? x : y,
  );
};

/** A whole number. */
function integerTerm(source: TermSource): Term {
  const { dice } = source;
  const atoms = source.atoms.filter(({ type }) => type === 'integer');
  const a = decimalTerm(source, 1);
  const b = decimalTerm(source, 0);
  const choices: Term[] = [
    {
      sql: `dec_cmp(${a.sql}, ${b.sql})`,
      type: 'integer',
      of: (place) => (a.of(place) === null || b.of(place) === null ? null : order(a.of(place), b.of(place))),
    },
    {
      sql: `sign(${a.sql})`,
      type: 'integer',
      of: (place) => (a.of(place) === null ? null : order(a.of(place), zero)),
    },
    ...atoms,
    ...atoms.map(
      (atom): Term => ({ sql: `${atom.sql} + 1`, type: 'integer', of: (place) => plusOne(atom.of(place)) }),
    ),
  ];
  const condition = source.condition(1);
  const asNumber: Term = {
    sql: `(${condition.sql})`,
    type: 'integer',
    of: (place) => {
      const truth = condition.holds(place);
      return truth === null ? null : Number(truth);
    },
  };
  return dice.one([...choices, asNumber]);
}

function plusOne(cell: Cell): Cell {
  return typeof cell === 'number' ? cell + 1 : null;
}

/** A text: a column, or a decimal as text. */
function textTerm(source: TermSource): Term {
  const atoms = source.atoms.filter(({ type }) => type === 'text');
  const number = decimalTerm(source, 1);
  const written: Term = {
    sql: `${number.sql} || ''`,
    type: 'text',
    of(place) {
      const value = toExact(number.of(place));
      return value === null ? null : canonical(value);
    },
  };
  return atoms.length > 0 && source.dice.chance(70) ? source.dice.one(atoms) : written;
}

/** A term of that type. */
export function termOf(source: TermSource, type: CellType): Term {
  if (type === 'decimal') return decimalTerm(source, 2);
  return type === 'integer' ? integerTerm(source) : textTerm(source);
}
