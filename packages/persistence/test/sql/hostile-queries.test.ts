import { EngineError } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyseQuery } from '../../src/sql/analyse-query.ts';

const longest = 10_000;

/** The piece over and over, up to the limit of a query. */
function filled(before: string, piece: string, after = ''): string {
  return before + piece.repeat(Math.floor((longest - before.length - after.length) / piece.length)) + after;
}

function chained(count: number, body: (name: string) => string): string {
  const ctes = Array.from(
    { length: count },
    (_, index) => `c${index} AS (${index === 0 ? 'SELECT 1 x FROM ohlcv' : body(`c${index - 1}`)})`,
  );
  return `WITH ${ctes.join(', ')} SELECT count(*) FROM c${count - 1}`;
}

const tooLarge: readonly (readonly [what: string, sql: string])[] = [
  ['more than 10,000 characters', `SELECT '${'x'.repeat(longest)}'`],
  ['parentheses that nest too deep', filled('SELECT ', '(')],
  ['signs one after the other', filled('SELECT ', '- ', '1')],
  ['NOT after NOT', filled('SELECT ', 'NOT ', '1')],
  ['calls that nest too deep', filled('SELECT ', 'dec(')],
  ['a chain of operators', filled('SELECT 1', ' + 1')],
  ['CASE in CASE', filled('SELECT ', 'CASE ')],
  ['too many result columns', filled('SELECT ', 'close,', 'close FROM ohlcv')],
  ['stars that become too many columns', filled('SELECT ', '*,', '* FROM ohlcv')],
  ['too many joins', filled('SELECT 1 FROM ohlcv', ', ohlcv')],
  ['too many set operations', filled('SELECT 1', ' UNION SELECT 1')],
  ['too many SELECTs', filled('SELECT ', '(SELECT 1),', '1')],
  ['too many common table expressions', chained(13, (name) => `SELECT x FROM ${name}`)],
  ['common table expressions that double', chained(9, (name) => `SELECT a.x FROM ${name} a, ${name} b`)],
  [
    'common table expressions that double in subqueries',
    chained(9, (name) => `SELECT x FROM ${name} WHERE x IN (SELECT x FROM ${name})`),
  ],
  ['a number of 9,000 digits', filled('SELECT ', '9')],
  ['a number with a great exponent', 'SELECT 1e999999'],
];

const allowed: readonly (readonly [what: string, sql: string])[] = [
  ['a list of thousands', filled('SELECT close IN (1', ',1', ') FROM ohlcv')],
  ['thousands of VALUES', filled('SELECT * FROM (VALUES (dec(1))', ',(1)', ')')],
  ['a CASE of hundreds', filled('SELECT CASE', ' WHEN close > 1 THEN close', ' END FROM ohlcv')],
  ['only comments', filled('SELECT ', '/**/', '1')],
  ['a long format', filled("SELECT printf('", '%%', "')")],
  ['120 decimals, each computed', `SELECT ${'round(close), '.repeat(119)} 1 FROM ohlcv`],
  ['a chain of common table expressions', chained(12, (name) => `SELECT x FROM ${name}`)],
  [
    'common table expressions that double a little',
    chained(5, (name) => `SELECT a.x FROM ${name} a, ${name} b`),
  ],
  ['decimals that nest', `SELECT ${'dec_add(1, '.repeat(58)}1${')'.repeat(58)}`],
];

function problemOf(sql: string): unknown {
  try {
    analyseQuery(sql);
    return undefined;
  } catch (error) {
    if (EngineError.isInstance(error)) return error.details?.['problem'];
    throw error;
  }
}

describe('a hostile query', () => {
  for (const [what, sql] of tooLarge)
    it(`is refused: ${what}`, () => expect(problemOf(sql)).toBe('sql.too-large'));
  for (const [what, sql] of allowed)
    it(`is let through: ${what}`, () => expect(problemOf(sql)).toBeUndefined());
});

/** `DAYBOOK_SQL_CASES=100000` tries more texts, `DAYBOOK_SEED` those of an earlier test. */
const count = Number(process.env['DAYBOOK_SQL_CASES'] ?? 300);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

const pieces =
  `SELECT FROM WHERE GROUP BY ORDER LIMIT UNION ALL WITH a AS ( ( ) ) , , . * + - / % = < > || -> ->> IN IS NOT NULL BETWEEN AND OR LIKE
  CASE WHEN THEN ELSE END CAST EXISTS OVER FILTER PARTITION ROWS PRECEDING JOIN LEFT ON USING VALUES DISTINCT ohlcv dividends close symbol date
  amount sum max round dec_add coalesce count(*) 1 2.5 'x' '9' "close" :p COLLATE decimal; -- /* */ main payloads rowid current_date now() é [x] x'00'`.split(
    /\s+/,
  );

describe('any text', () => {
  it(
    'is read or refused, within milliseconds',
    () => {
      let slowest = { ms: 0, sql: '' };
      let read = 0;
      const judge = (sql: string): void => {
        const start = performance.now();
        if (problemOf(sql) === undefined) read += 1;
        const ms = performance.now() - start;
        if (ms > slowest.ms) slowest = { ms, sql };
      };
      const texts = fc.oneof(
        fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((words) => `SELECT ${words.join(' ')}`),
        fc
          .array(fc.constantFrom(...pieces), { maxLength: 6 })
          .map((words) => filled('SELECT ', `${words.join(' ')} `)),
        fc.string({ unit: 'binary', maxLength: 200 }).map((text) => `SELECT ${text}`),
      );
      fc.assert(fc.property(texts, judge), { numRuns: count, seed });
      process.stderr.write(
        `${count} texts, ${read} read, slowest ${slowest.ms.toFixed(1)} ms: ${JSON.stringify(slowest.sql.slice(0, 60))}, DAYBOOK_SEED=${seed}\n`,
      );
      expect(slowest.ms).toBeLessThan(1000);
    },
    count * 20 + 20_000,
  );
});
