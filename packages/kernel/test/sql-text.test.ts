import { describe, expect, it } from '@jest/globals';
import { sqlProblem } from '@daybook/kernel';
import fc from 'fast-check';

describe('sqlProblem', () => {
  it.each([
    'SELECT 1',
    '  select date, close FROM ohlcv WHERE symbol = :symbol',
    'WITH days AS (SELECT date FROM ohlcv) SELECT * FROM days',
    '-- every bar; of one symbol\nSELECT * FROM ohlcv',
    '/* DROP TABLE ohlcv; */ SELECT 1',
    "SELECT 'a; DELETE FROM ohlcv' AS text, ''';' AS more",
    'SELECT "update;" FROM ohlcv',
    'SELECT `a;b`, [c;d] FROM ohlcv',
    "SELECT replace(symbol, '-', '.') AS symbol FROM ohlcv",
    'SELECT close AS updated_at, (SELECT 1) AS into_it FROM ohlcv',
    'SELECT 1 -- the end;',
    'SELECT price AS größe FROM quotes',
  ])('finds nothing wrong with %j', (sql) => {
    expect(sqlProblem(sql)).toBeUndefined();
  });

  it.each([
    ['', 'sql.not-a-query'],
    ['  \n', 'sql.not-a-query'],
    ['-- nothing', 'sql.not-a-query'],
    [';', 'sql.not-a-query'],
    ['DELETE FROM ohlcv', 'sql.not-a-query'],
    ['PRAGMA key', 'sql.not-a-query'],
    ['EXPLAIN SELECT 1', 'sql.not-a-query'],
    ['selectx 1', 'sql.not-a-query'],
    ['"SELECT" 1', 'sql.not-a-query'],
    ['WITH gone AS (SELECT 1) DELETE FROM ohlcv', 'sql.not-a-query'],
    ['WITH new AS (SELECT 1) INSERT INTO ohlcv SELECT * FROM new', 'sql.not-a-query'],
    ['SELECT 1; SELECT 2', 'sql.several-statements'],
    ['SELECT 1; DROP TABLE ohlcv;', 'sql.several-statements'],
    ['; SELECT 1', 'sql.several-statements'],
    ["SELECT 'a", 'sql.unclosed'],
    ['SELECT "a', 'sql.unclosed'],
    ['SELECT 1 /* and', 'sql.unclosed'],
    ["SELECT 'it''s", 'sql.unclosed'],
  ])('of %j says %s', (sql, code) => {
    expect(sqlProblem(sql)?.code).toBe(code);
  });

  it.each([
    ['SELECT 1;', 'SELECT 1'],
    ['SELECT 1 ; \n', 'SELECT 1'],
    ['SELECT 1;; -- the end', 'SELECT 1'],
    ["SELECT ';' ;", "SELECT ';'"],
  ])('writes %j without its end', (sql, suggestion) => {
    expect(sqlProblem(sql)).toMatchObject({ code: 'sql.trailing-semicolon', suggestion });
  });

  it('says what to do in one line', () => {
    expect(sqlProblem('DROP TABLE ohlcv')?.message).toBe(
      'The SQL starts with "DROP". A query only reads: write one statement that starts with SELECT or WITH.',
    );
  });

  it('takes any string for what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sqlProblem(`SELECT '${text.replaceAll("'", "''")}' AS text`)).toBeUndefined();
      }),
    );
  });

  it('answers for any text', () => {
    const piece = fc.constantFrom(
      'SELECT ',
      ';',
      "'",
      '"',
      '/*',
      '*/',
      '--',
      '\n',
      '(',
      ')',
      'x',
      '[',
      ']',
      '`',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const problem = sqlProblem(pieces.join(''));
        expect(problem?.message ?? 'fine').not.toContain('\n');
      }),
    );
  });
});
