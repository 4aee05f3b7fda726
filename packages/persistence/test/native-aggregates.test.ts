import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NativeDatabase, openNativeDatabase } from './native-database.ts';
import { add, canonical, decimalTexts, divideFreely, exact, patience, runs } from './native-oracle.ts';

let database: NativeDatabase;
beforeAll(async () => {
  database = await openNativeDatabase();
  await database.all('CREATE TABLE amounts (at INTEGER PRIMARY KEY, x)');
});
afterAll(() => database.close());

type Cell = string | number | bigint | null;

/** Floats are marked, as JSON would make integers of some. */
async function store(cells: readonly Cell[]): Promise<void> {
  await database.all('DELETE FROM amounts');
  const rows = cells.map((cell) => [typeof cell, cell === null ? null : String(cell)]);
  await database.all(
    `INSERT INTO amounts (x) SELECT CASE value ->> 0 WHEN 'number' THEN CAST(value ->> 1 AS REAL)
       WHEN 'bigint' THEN CAST(value ->> 1 AS INTEGER) ELSE value ->> 1 END FROM json_each(?1)`,
    [JSON.stringify(rows)],
  );
}

const zero = exact('0');
const total = (cells: readonly Cell[]) =>
  cells.filter((cell) => cell !== null).reduce((sum, cell) => add(sum, exact(String(cell))), zero);
const count = (cells: readonly Cell[]) => cells.filter((cell) => cell !== null).length;
const average = (cells: readonly Cell[]) => divideFreely(total(cells), exact(String(count(cells))));

const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const exactCells: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: decimalTexts },
  { weight: 1, arbitrary: integers },
  { weight: 1, arbitrary: fc.constant(null) },
);
const columns = fc.array(exactCells, { maxLength: 30 });

describe('sum, avg and total', () => {
  it(
    'are exact',
    async () => {
      await fc.assert(
        fc.asyncProperty(columns, async (cells) => {
          await store(cells);
          const found = await database.values(
            'SELECT CAST(sum(x) AS TEXT), avg(x), total(x), typeof(sum(x)), typeof(total(x)) FROM amounts',
          );
          const hasText = cells.some((cell) => typeof cell === 'string');
          const sum = canonical(total(cells));
          const isEmpty = count(cells) === 0;
          const fits = !hasText && BigInt.asIntN(64, BigInt(sum)) === BigInt(sum);
          expect(found).toEqual([
            isEmpty ? null : sum,
            isEmpty ? null : canonical(average(cells)),
            hasText ? sum : Number(sum),
            isEmpty ? 'null' : fits ? 'integer' : 'text',
            hasText ? 'text' : 'real',
          ]);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'stay exact in a frame that moves',
    async () => {
      await fc.assert(
        fc.asyncProperty(columns, fc.nat(5), fc.nat(3), async (cells, before, after) => {
          await store(cells);
          const rows = await database.all(
            `SELECT CAST(sum(x) OVER frame AS TEXT) AS sum, avg(x) OVER frame AS avg FROM amounts
               WINDOW frame AS (ORDER BY at ROWS BETWEEN ${before} PRECEDING AND ${after} FOLLOWING) ORDER BY at`,
          );
          const frames = cells.map((_, at) => cells.slice(Math.max(0, at - before), at + after + 1));
          expect(rows).toEqual(
            frames.map((frame) => ({
              sum: count(frame) === 0 ? null : canonical(total(frame)),
              avg: count(frame) === 0 ? null : canonical(average(frame)),
            })),
          );
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'are floats while a float is in the frame, and exact again when it has left',
    async () => {
      const floats = fc.double({ min: -1e15, max: 1e15, noNaN: true });
      const mixed = fc.array(fc.oneof({ weight: 5, arbitrary: exactCells }, floats), { maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(mixed, fc.nat(4), async (cells, before) => {
          await store(cells);
          const rows = await database.all(
            `SELECT typeof(sum(x) OVER frame) AS kind, CAST(sum(x) OVER frame AS TEXT) AS sum, typeof(avg(x) OVER frame) AS avg
               FROM amounts WINDOW frame AS (ORDER BY at ROWS ${before} PRECEDING) ORDER BY at`,
          );
          const frames = cells.map((_, at) => cells.slice(Math.max(0, at - before), at + 1));
          const isReal = (frame: readonly Cell[]) => frame.some((cell) => typeof cell === 'number');
          expect(rows.map(({ kind, sum, avg }) => (kind === 'real' ? [kind, avg] : [sum]))).toEqual(
            frames.map((frame) => {
              if (isReal(frame)) return ['real', 'real'];
              return [count(frame) === 0 ? null : canonical(total(frame))];
            }),
          );
        }),
        runs,
      );
    },
    patience,
  );

  it('take groups, FILTER and DISTINCT', async () => {
    await store(['1.10', '2.2', null, '1.1', '0.3']);
    expect(
      await database.values(
        `SELECT sum(x) FILTER (WHERE at <> 2), sum(DISTINCT x COLLATE decimal), avg(x) FILTER (WHERE at > 99),
           total(x) FILTER (WHERE at > 99) FROM amounts`,
      ),
    ).toEqual(['2.5', '3.6', null, 0]);
    expect(await database.all('SELECT at % 2 AS k, sum(x) AS s FROM amounts GROUP BY k ORDER BY k')).toEqual([
      { k: 0, s: '3.3' },
      { k: 1, s: '1.4' },
    ]);
  });

  it('add up floats without losing small ones', async () => {
    await store([1e100, 1, -1e100]);
    expect(await database.values('SELECT sum(x), total(x) FROM amounts')).toEqual([1, 1]);
    await store(['0.5', 0.25, 3n]);
    expect(await database.values('SELECT sum(x), avg(x), total(x) FROM amounts')).toEqual([3.75, 1.25, 3.75]);
  });

  it.each([
    ["'n/a'", '"n/a" is not a decimal number'],
    ["''", '"" is not a decimal number'],
    ["x'31'", 'a blob is not a decimal number'],
    ['9e999', '"Inf" is not a decimal number'],
    ["'1e600'", 'a decimal number has more than 550 digits before or after its point'],
  ])('refuse %s', async (value, message) => {
    await store(['1']);
    await database.all(`INSERT INTO amounts (x) VALUES (${value})`);
    for (const name of ['sum', 'avg', 'total']) {
      expect(await database.failure(`SELECT ${name}(x) FROM amounts`)).toBe(message);
      expect(
        await database.failure(`SELECT ${name}(x) OVER (ORDER BY at ROWS 1 PRECEDING) FROM amounts`),
      ).toBe(message);
    }
  });

  it('tell a sum of too many digits', async () => {
    await store(Array.from({ length: 30 }, () => '9'.repeat(558)));
    expect(await database.failure('SELECT sum(x) FROM amounts')).toBe(
      'a decimal number has more than 550 digits before or after its point',
    );
  });
});

describe('dec_sum_products', () => {
  it(
    'is the sum of dec_mul, also over moving windows',
    async () => {
      await fc.assert(
        fc.asyncProperty(columns, fc.boolean(), async (cells, isSquare) => {
          await store(cells);
          const other = isSquare ? 'x' : "iif(at % 3 = 0, NULL, iif(at % 2, -12.5, '0.003'))";
          const read = async (expression: string) => [
            await database.values(`SELECT CAST(${expression} AS TEXT) FROM amounts`),
            await database.all(
              `SELECT CAST(${expression} OVER (ORDER BY at ROWS 2 PRECEDING) AS TEXT) AS s FROM amounts ORDER BY at`,
            ),
          ];
          expect(await read(`dec_sum_products(x, ${other})`)).toEqual(
            await read(`sum(dec_mul(x, ${other}))`),
          );
        }),
        { ...runs, numRuns: Math.min(runs.numRuns ?? 200, 500) },
      );
    },
    patience,
  );
});
