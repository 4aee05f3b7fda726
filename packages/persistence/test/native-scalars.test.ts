import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NativeDatabase, openNativeDatabase } from './native-database.ts';
import {
  add,
  canonical,
  compare,
  decimalTexts,
  divide,
  divideFreely,
  exact,
  longTexts,
  multiply,
  negate,
  patience,
  remainder,
  round,
  runs,
} from './native-oracle.ts';

let database: NativeDatabase;
beforeAll(async () => {
  database = await openNativeDatabase();
});
afterAll(() => database.close());

const one = async (sql: string, parameters?: readonly unknown[]) =>
  (await database.values(`SELECT ${sql}`, parameters))[0];

describe('arithmetic on decimals', () => {
  it(
    'is exact',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          decimalTexts,
          decimalTexts,
          fc.oneof(fc.nat(12), fc.nat(60)),
          async (a, b, places) => {
            const [x, y] = [exact(a), exact(b)];
            const isZero = y.units === 0n;
            const found = await database.values(
              `SELECT dec(?1), dec_add(?1, ?2), dec_sub(?1, ?2), dec_mul(?1, ?2), dec_cmp(?1, ?2), dec_abs(?1), abs(?1),
               dec_mod(?1, ?2), dec_div(?1, ?2), dec_div(?1, ?2, ?3), dec_min(?1, ?2), dec_max(?1, ?2), dec_nullif(?1, ?2)`,
              [a, b, places],
            );
            const order = compare(x, y);
            const size = canonical(x.units < 0n ? negate(x) : x);
            expect(found).toEqual([
              canonical(x),
              canonical(add(x, y)),
              canonical(add(x, negate(y))),
              canonical(multiply(x, y)),
              order,
              size,
              size,
              isZero ? null : canonical(remainder(x, y)),
              isZero ? null : canonical(divideFreely(x, y)),
              isZero ? null : canonical(divide(x, y, places)),
              canonical(order <= 0 ? x : y),
              canonical(order >= 0 ? x : y),
              order === 0 ? null : canonical(x),
            ]);
          },
        ),
        runs,
      );
    },
    patience,
  );

  it(
    'rounds half away from zero, also to tens and hundreds',
    async () => {
      await fc.assert(
        fc.asyncProperty(decimalTexts, fc.integer({ min: -70, max: 70 }), async (a, places) => {
          const wanted = canonical(round(exact(a), places));
          expect(await database.values('SELECT dec_round(?1, ?2), round(?1, ?2)', [a, places])).toEqual([
            wanted,
            wanted,
          ]);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'is exact with hundreds of digits',
    async () => {
      await fc.assert(
        fc.asyncProperty(longTexts, longTexts, fc.integer({ min: -200, max: 200 }), async (a, b, places) => {
          const [x, y] = [exact(a), exact(b)];
          const found = await database.values(
            `SELECT dec_add(?1, ?2), dec_sub(?1, ?2), dec_mod(?1, ?2), dec_cmp(?1, ?2), dec_round(?1, ?3), dec_mul(dec_round(?1), 7)`,
            [a, b, places],
          );
          expect(found).toEqual([
            canonical(add(x, y)),
            canonical(add(x, negate(y))),
            y.units === 0n ? null : canonical(remainder(x, y)),
            compare(x, y),
            canonical(round(x, places)),
            canonical(multiply(round(x, 0), exact('7'))),
          ]);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'divides by hundreds of digits',
    async () => {
      const whole = longTexts.map((text) => text.split('.', 1)[0] ?? '0');
      await fc.assert(
        fc.asyncProperty(whole, whole, fc.integer({ min: 0, max: 200 }), async (a, b, places) => {
          const [x, y] = [exact(a), exact(b)];
          const found = await database.values('SELECT dec_div(?1, ?2, ?3)', [a, b, places]);
          expect(found).toEqual([y.units === 0n ? null : canonical(divide(x, y, places))]);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'takes as many as eight numbers',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(decimalTexts, { minLength: 2, maxLength: 8 }), async (texts) => {
          const numbers = texts.map(exact);
          const list = texts.map((_, index) => `?${index + 1}`).join(', ');
          const found = await database.values(
            `SELECT dec_add(${list}), dec_mul(${list}), dec_min(${list}), dec_max(${list})`,
            texts,
          );
          const fold = (operation: typeof add) => canonical(numbers.reduce(operation));
          expect(found).toEqual([
            fold(add),
            fold(multiply),
            fold((x, y) => (compare(x, y) <= 0 ? x : y)),
            fold((x, y) => (compare(x, y) >= 0 ? x : y)),
          ]);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'takes a float by the shortest spelling that reads back as the same',
    async () => {
      const floats = fc.double({ noNaN: true, noDefaultInfinity: true });
      await fc.assert(
        fc.asyncProperty(floats, async (value) => {
          // An integral number arrives as an integer where it fits one; both have the same value.
          expect(await one('dec(?1)', [value])).toBe(canonical(exact(String(value))));
        }),
        runs,
      );
    },
    patience,
  );
});

describe('what a function takes', () => {
  it.each([
    ['dec(NULL)', null],
    ['dec_add(1, NULL)', null],
    ['dec_div(1, 2, NULL)', null],
    ['dec_max(NULL, 1)', null],
    ['dec_nullif(NULL, 1)', null],
    ["dec_nullif('1.50', NULL)", '1.5'],
    ["dec_nullif('1.50', 1.5)", null],
    ['dec(9223372036854775807)', '9223372036854775807'],
    ['dec(-9223372036854775808)', '-9223372036854775808'],
    ['dec_mul(9223372036854775807, 9223372036854775807)', '85070591730234615847396907784232501249'],
    ['dec(0.1)', '0.1'],
    ['dec_add(0.1, 0.2)', '0.3'],
    ['dec(1e23)', '100000000000000000000000'],
    ['dec(-0.0)', '0'],
    ['round(2.675, 2)', '2.68'],
    ['round(-2.5)', '-3'],
    ['round(12)', '12'],
    ['round(1234, -2)', '1200'],
    ['abs(-5)', 5],
    ['abs(-9223372036854775808)', '9223372036854775808'],
    ['abs(-2.5)', 2.5],
    ['dec_div(1, 3)', '0.33333333333333333333'],
    ["dec_div('1e-30', 3)", '0.00000000000000000000000000000033333333333333333333'],
    ['dec_div(2, 3, 0)', '1'],
    ['dec_div(1, 0)', null],
    ["dec_mod(5, '0.0')", null],
    ["dec_mod('-7.5', 2)", '-1.5'],
    ["is_dec('1e9999999')", 1],
    ["is_dec('1e1234567890123456789')", 0],
    ["is_dec('')", 0],
    ["is_dec(' 1')", 0],
    ["is_dec('0x10')", 0],
    ["is_dec('1_000')", 0],
    ["is_dec('1e')", 0],
    ["is_dec('.')", 0],
    ["is_dec('.5')", 1],
    ['is_dec(NULL)', 0],
    ["is_dec(x'31')", 0],
    ['is_dec(7)', 1],
    ['is_dec(1.5)', 1],
    ['is_dec(9e999)', 0],
  ])('%s is %j', async (sql, wanted) => {
    expect(await one(sql)).toBe(wanted);
  });

  it.each([
    ["dec('abc')", '"abc" is not a decimal number'],
    ["dec('')", '"" is not a decimal number'],
    ["dec_add(1, ' 2')", '" 2" is not a decimal number'],
    ["dec_add(NULL, 'x')", '"x" is not a decimal number'],
    [`dec('${'é'.repeat(50)}')`, `"${'é'.repeat(40)}" is not a decimal number`],
    [`dec('a' || CAST(x'ff80c3' AS TEXT))`, '"a\ufffd\ufffd\ufffd" is not a decimal number'],
    [`dec('say "1"')`, String.raw`"say \"1\"" is not a decimal number`],
    ["dec(x'31')", 'a blob is not a decimal number'],
    ['dec(9e999)', '"Inf" is not a decimal number'],
    ["round('1,5')", '"1,5" is not a decimal number'],
    ["abs('n/a')", '"n/a" is not a decimal number'],
    ["dec('1e9999999')", 'a decimal number has more than 550 digits before or after its point'],
    ["dec_mul('1e300', '1e300')", 'a decimal number has more than 550 digits before or after its point'],
    ["dec_mul('1e-300', '1e-300')", 'a decimal number has more than 550 digits before or after its point'],
    ["dec_div('1e500', '1e-500')", 'a decimal number has more than 550 digits before or after its point'],
    ["dec_div('1e-500', '1e500')", 'a decimal number has more than 550 digits before or after its point'],
    ['dec_div(1, 3, 201)', 'the number of decimal places must be a whole number of at most 200'],
    ['dec_div(1, 3, -1)', "the number of decimal places of a quotient can't be negative"],
    ['dec_round(1, 1.5)', 'the number of decimal places must be a whole number of at most 200'],
    ["dec_round(1, '2')", 'the number of decimal places must be a whole number of at most 200'],
  ])('%s fails', async (sql, message) => {
    expect(await database.failure(`SELECT ${sql}`)).toBe(message);
  });

  it('may have 550 digits on each side of the point', async () => {
    const long = `${'9'.repeat(550)}.${'9'.repeat(550)}`;
    expect(await one('dec_sub(?1, ?1)', [long])).toBe('0');
    expect(await one('dec_round(?1, 200)', [long])).toBe(`1${'0'.repeat(550)}`);
    expect(await one('dec_mod(?1, 7)', [long])).toBe(canonical(remainder(exact(long), exact('7'))));
  });
});
