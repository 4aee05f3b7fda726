import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NativeDatabase, openNativeDatabase, textOf } from './native-database.ts';
import { decimalTexts, exact, patience, round, runs } from './native-oracle.ts';

let database: NativeDatabase;
beforeAll(async () => {
  database = await openNativeDatabase();
});
afterAll(() => database.close());

const flags = fc
  .array(fc.constantFrom('-', '+', ' ', '0', ','), { maxLength: 4 })
  .map((list) => list.join(''));
const sizes = fc.option(fc.integer({ min: 1, max: 40 })).map((width) => `${width ?? ''}`);
const places = fc.option(fc.integer({ min: 0, max: 12 })).map((count) => (count === null ? '' : `.${count}`));
const specs = fc
  .tuple(flags, sizes, places, fc.constantFrom('f', 'd', 'i'))
  .map((parts) => `%${parts.join('')}`);

describe('dec_format', () => {
  it(
    'writes what printf writes where the number is one that a float holds exactly',
    async () => {
      // Fifteen digits at most, and binary fractions: printf loses none of them.
      const numbers = fc.integer({ min: -(2 ** 26), max: 2 ** 26 }).map((units) => units / 64);
      await fc.assert(
        fc.asyncProperty(specs, numbers, async (spec, value) => {
          const [found, wanted] = await database.values('SELECT dec_format(?1, dec(?2)), printf(?1, ?2)', [
            spec,
            value,
          ]);
          expect([spec, value, found]).toEqual([spec, value, wanted]);
        }),
        { ...runs, numRuns: runs.numRuns * 5 },
      );
    },
    patience,
  );

  it(
    'keeps every digit',
    async () => {
      await fc.assert(
        fc.asyncProperty(decimalTexts, fc.integer({ min: 0, max: 80 }), async (text, count) => {
          const [plain, grouped] = await database.values('SELECT dec_format(?2, ?1), dec_format(?3, ?1)', [
            text,
            `%.${count}f`,
            `%,.${count}f`,
          ]);
          const wanted = round(exact(text), count);
          expect(exact(textOf(plain)).units * 10n ** BigInt(Math.max(0, wanted.places - count))).toBe(
            wanted.units * 10n ** BigInt(Math.max(0, count - wanted.places)),
          );
          expect(textOf(grouped).replaceAll(',', '')).toBe(plain);
        }),
        runs,
      );
    },
    patience,
  );

  it.each([
    ['%,.2f', '1234567.005', '1,234,567.01'],
    ['%.2f', '0.005', '0.01'],
    ['%.2f', '-0.001', '-0.00'],
    ['%+10.3f', '1.5', '    +1.500'],
    ['%010.3f', '-1.5', '-00001.500'],
    ['%-8.1f', '3', '3.0     '],
    ['%f', '1', '1.000000'],
    ['%.0f', '2.5', '3'],
    ['%d', '-42.9', '-42'],
    ['%d', '-0.5', '0'],
    ['%05d', '42.9', '00042'],
    ['%,d', '123456789012345678901234567890', '123,456,789,012,345,678,901,234,567,890'],
    ['%.3f', null, null],
  ])('%s of %s', async (spec, value, wanted) => {
    expect(await database.values('SELECT dec_format(?1, ?2)', [spec, value])).toEqual([wanted]);
  });

  it.each([
    '%s',
    '%x',
    '%e',
    '%g',
    '%',
    '',
    'f',
    '%.2f ',
    ' %.2f',
    '%201f',
    '%.201f',
    '%*d',
    '%ld',
    '%.2f%.2f',
    '%#f',
    '%!f',
  ])('refuses "%s"', async (spec) => {
    expect(await database.failure('SELECT dec_format(?1, 1)', [spec])).toMatch(
      /^dec_format takes one %d, %i or %f/,
    );
  });
});
