import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NativeDatabase, openNativeDatabase, textOf } from './native-database.ts';
import { canonical, compare, decimalTexts, exactOf, patience, runs } from './native-oracle.ts';

let database: NativeDatabase;
beforeAll(async () => {
  database = await openNativeDatabase();
  await database.all('CREATE TABLE mixed (at INTEGER PRIMARY KEY, x TEXT COLLATE decimal)');
  await database.all('CREATE INDEX mixed_x ON mixed (x)');
});
afterAll(() => database.close());

async function store(texts: readonly string[]): Promise<void> {
  await database.all('DELETE FROM mixed');
  await database.all('INSERT INTO mixed (x) SELECT value FROM json_each(?1)', [JSON.stringify(texts)]);
}

/** Numbers by value, then all other text bytewise. */
function compareTexts(left: string, right: string): number {
  const [a, b] = [exactOf(left), exactOf(right)];
  if (a !== null && b !== null) return compare(a, b);
  if (a !== null || b !== null) return a !== null ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

const strangeTexts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    '.',
    'e5',
    '1e',
    '1.2.3',
    '1-',
    '--1',
    'abc',
    'n/a',
    '12a',
    '12.',
    '12.0x',
    'é',
    '१',
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789.-+eE a'.split('')), maxLength: 8 }),
);
const anyTexts = fc.array(fc.oneof({ weight: 3, arbitrary: decimalTexts }, strangeTexts), {
  minLength: 1,
  maxLength: 40,
});
/** Exponents beyond what the oracle can write out. */
const hugeTexts = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: -999_999_999, max: 999_999_999 }),
  )
  .map(([sign, digits, exponent]) => ({ text: `${sign}${digits}e${exponent}`, sign, digits, exponent }));

describe('the collation "decimal"', () => {
  it(
    'compares by value, and keeps other text behind the numbers',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyTexts, async (texts) => {
          await store(texts);
          for (const [index, text] of texts.entries()) {
            const found = await database.all(
              'SELECT x < ?1 AS less, x = ?1 AS same, x > ?1 AS more FROM mixed NOT INDEXED ORDER BY at',
              [text],
            );
            const orders = found.map(({ less, same, more }) =>
              same === 1 ? 0 : Number(more) - Number(less),
            );
            expect([index, orders]).toEqual([index, texts.map((other) => compareTexts(other, text))]);
          }
        }),
        { ...runs, numRuns: Math.ceil(runs.numRuns / 4) },
      );
    },
    patience,
  );

  it(
    'sorts, groups and tells apart by value',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyTexts, async (texts) => {
          await store(texts);
          const sorted = await database.all('SELECT x FROM mixed NOT INDEXED ORDER BY x, at');
          expect(sorted.map(({ x }) => x)).toEqual([...texts].sort(compareTexts));
          const keys = new Set(texts.map((text) => keyOf(text)));
          const groups = await database.all('SELECT count(*) AS n FROM mixed GROUP BY x');
          expect(groups).toHaveLength(keys.size);
          const [distinct, least, most] = await database.values(
            'SELECT count(DISTINCT x), min(x), max(x) FROM mixed NOT INDEXED',
          );
          expect(distinct).toBe(keys.size);
          const ordered = [...texts].sort(compareTexts);
          expect(keyOf(textOf(least))).toBe(keyOf(ordered[0] ?? ''));
          expect(keyOf(textOf(most))).toBe(keyOf(ordered.at(-1) ?? ''));
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'takes exponents of any size',
    async () => {
      await fc.assert(
        fc.asyncProperty(hugeTexts, hugeTexts, async (a, b) => {
          const [order] = await database.values(
            'SELECT (?1 COLLATE decimal > ?2) - (?1 COLLATE decimal < ?2)',
            [a.text, b.text],
          );
          expect(order).toBe(orderOfHuge(a, b));
        }),
        runs,
      );
    },
    patience,
  );

  it('needs no memory for a number that has a billion digits when written out', async () => {
    expect(
      await database.values("SELECT '1e999999999999999999' COLLATE decimal > '9e999999999999999998'"),
    ).toEqual([1]);
    expect(await database.values("SELECT '-1e999999999' COLLATE decimal < '1e-999999999'")).toEqual([1]);
    expect(await database.values("SELECT '0e999999999' COLLATE decimal = '-0.0'")).toEqual([1]);
  });

  it('uses an index for a range, an order and the largest value', async () => {
    for (const sql of [
      "SELECT x FROM mixed WHERE x > '10'",
      'SELECT x FROM mixed ORDER BY x',
      'SELECT max(x) FROM mixed',
      "SELECT x FROM mixed WHERE x IN ('1', '2')",
    ]) {
      const [plan] = await database.all(`EXPLAIN QUERY PLAN ${sql}`);
      expect(plan?.['detail']).toContain('COVERING INDEX mixed_x');
    }
    expect(await database.values('PRAGMA integrity_check')).toEqual(['ok']);
  });
});

/** Equal for what the collation calls equal. */
function keyOf(text: string): string {
  const number = exactOf(text);
  if (number === null) return `text ${text}`;
  return number.units === 0n ? '0' : canonical(number);
}

interface Huge {
  readonly sign: string;
  readonly digits: number;
  readonly exponent: number;
}

function orderOfHuge(a: Huge, b: Huge): number {
  if (a.sign !== b.sign) return a.sign === '-' ? -1 : 1;
  const size = ({ digits, exponent }: Huge) => exponent + String(digits).length;
  const difference = size(a) - size(b) || fractionOf(a.digits) - fractionOf(b.digits);
  // Adding zero makes a plain one of minus zero.
  return Math.sign(difference) * (a.sign === '-' ? -1 : 1) + 0;
}

/** As a fraction of the next power of ten: 9 and 90 are both 0.9. */
const fractionOf = (digits: number) => digits / 10 ** String(digits).length;
