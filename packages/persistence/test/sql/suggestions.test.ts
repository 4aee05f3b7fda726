import { EngineError } from '@daybook/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyseQuery } from '../../src/sql/analyse-query.ts';
import { type NativeDatabase, openNativeDatabase } from '../native-database.ts';
import { add, divide, type Exact, exact, multiply, negate, remainder } from '../native-oracle.ts';
import { spell } from './oracle-cell.ts';
import { createQueryDice, type QueryDice } from './query-dice.ts';
import { snapshotTables } from './random-tables.ts';

/** `DAYBOOK_SQL_CASES=100000` tries more of them, `DAYBOOK_SEED` those of an earlier test. */
const count = Number(process.env['DAYBOOK_SQL_CASES'] ?? 200);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

let database: NativeDatabase;

beforeAll(async () => {
  database = await openNativeDatabase();
  for (const statement of snapshotTables.split(';'))
    if (statement.trim() !== '') await database.all(statement);
  await database.all(
    `INSERT INTO ohlcv VALUES ('NRTH', '2024-01-02', '10.1', '12.5', '-0.003', '99999999999999999999', NULL, 1)`,
  );
});

afterAll(() => database.close());

/** Arithmetic as people write it, and what it gives; `strength` is that of its weakest operator. */
interface Arithmetic {
  readonly sql: string;
  readonly value: Exact | null;
  readonly strength: number;
}

const operands: readonly Arithmetic[] = [
  ['open', '10.1'],
  ['high', '12.5'],
  ['low', '-0.003'],
  ['close', '99999999999999999999'],
  ['max(open, high)', '12.5'],
  ['coalesce(volume, 2.50)', '2.5'],
].map(([sql = '', value = '']) => ({ sql, value: exact(value), strength: 3 }));

const literals: readonly Arithmetic[] = ['2', '100', '0.1', '1.25', '12345678901234567890.5'].map((sql) => ({
  sql,
  value: exact(sql),
  strength: 3,
}));

const compute: Readonly<Record<string, (a: Exact, b: Exact) => Exact | null>> = {
  '+': add,
  '-': (a, b) => add(a, negate(b)),
  '*': multiply,
  '/': (a, b) => (b.units === 0n ? null : divide(a, b, 10)),
  '%': (a, b) => (b.units === 0n ? null : remainder(a, b)),
};

function randomArithmetic(dice: QueryDice, depth: number): Arithmetic {
  // A decimal on one side makes the whole one: literals alone would be computed by SQLite.
  if (depth === 0) return dice.one(operands);
  if (dice.chance(15)) return negated(dice, randomArithmetic(dice, depth - 1));
  const sides = [
    randomArithmetic(dice, depth - 1),
    dice.chance(40) ? dice.one(literals) : randomArithmetic(dice, depth - 1),
  ];
  const [left, right] = dice.chance(50) ? sides : sides.toReversed();
  const operator = dice.one(['+', '-', '*', '/', '%']);
  const strength = operator === '+' || operator === '-' ? 1 : 2;
  if (left === undefined || right === undefined) throw new Error('Both sides are there.');
  const a = left.strength < strength || dice.chance(20) ? `(${left.sql})` : left.sql;
  const b = right.strength <= strength || dice.chance(20) ? `(${right.sql})` : right.sql;
  const blank = dice.one(['', ' ', '\n', ' /* and */ ']);
  const value =
    left.value === null || right.value === null
      ? null
      : (compute[operator]?.(left.value, right.value) ?? null);
  return {
    sql: `${a}${blank}${operator}${blank === '' && b.startsWith('-') ? ' ' : blank}${b}`,
    value,
    strength,
  };
}

function negated(dice: QueryDice, { sql, value, strength }: Arithmetic): Arithmetic {
  const inner = strength < 3 || sql.startsWith('-') || dice.chance(30) ? `(${sql})` : sql;
  return { sql: `-${inner}`, value: value === null ? null : negate(value), strength: 3 };
}

function suggestionFor(sql: string): string {
  try {
    return `let through: ${analyseQuery(sql).sql}`;
  } catch (error) {
    if (!EngineError.isInstance(error)) throw error;
    const suggestion = error.details?.['suggestion'];
    return typeof suggestion === 'string' ? suggestion : error.message;
  }
}

describe('what is suggested instead of arithmetic on decimals', () => {
  it(
    'gives the exact result of what was written',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (generate) => {
          const { sql, value } = randomArithmetic(createQueryDice(generate), 3);
          if (!/[-+*/%]/.test(sql)) return;
          const suggestion = suggestionFor(`SELECT ${sql} AS x FROM ohlcv`);
          const [given] = await database.values(analyseQuery(suggestion).sql);
          expect([sql, suggestion, given]).toEqual([sql, suggestion, value === null ? null : spell(value)]);
        }),
        { numRuns: count, seed, endOnFailure: true },
      );
      process.stderr.write(`${count} suggestions, DAYBOOK_SEED=${seed}\n`);
    },
    count * 20 + 20_000,
  );
});
