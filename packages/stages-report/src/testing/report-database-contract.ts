import type { RawResult, ReportDatabase, ReportQuery } from '../report-database.ts';
import type { ContractTools } from './contract-tools.ts';

/** A bar of one provider as the suite wants it stored; the other columns are up to the fixture. */
export interface StoredBar {
  readonly symbol: string;
  readonly date: string;
  /** Canonical decimal text. */
  readonly close: string;
  readonly provider: string;
}

/** What every report database must do. `create` gives one whose `ohlcv` holds these bars. */
export function reportDatabaseContract(
  tools: ContractTools,
  create: (bars: readonly StoredBar[]) => Promise<ReportDatabase>,
): void {
  readingContract(tools, () => create(bars));
  refusingContract(tools, () => create(bars));
}

function readingContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<ReportDatabase>,
): void {
  describe('reading', () => {
    it('gives columns and rows in the order of the query', async () => {
      const sql = 'SELECT close, symbol FROM ohlcv ORDER BY date DESC, symbol';
      expect(namesAndRows(await readOne(await create(), sql))).toEqual({
        columns: ['close', 'symbol'],
        rows: [
          ['100.25', 'NRTH'],
          ['95.5', 'NRTH'],
          ['1010.1', 'SOLA'],
        ],
      });
    });

    it('gives one row a key in the view and every provider in the table', async () => {
      const database = await create();
      const sql = (table: string) => `SELECT provider FROM ${table} WHERE symbol = 'SOLA' ORDER BY provider`;
      expect((await readOne(database, sql('ohlcv'))).rows).toEqual([['file']]);
      expect((await readOne(database, sql('ohlcv_all'))).rows).toEqual([['file'], ['sample']]);
    });

    it('names the columns of a query without rows', async () => {
      const sql = `SELECT symbol, date, close AS "last close", close || '' FROM ohlcv WHERE symbol = 'NONE'`;
      expect(namesAndRows(await readOne(await create(), sql))).toEqual({
        columns: ['symbol', 'date', 'last close', "close || ''"],
        rows: [],
      });
    });

    it('binds named parameters and takes no notice of others', async () => {
      const sql = 'SELECT date FROM ohlcv WHERE symbol = :symbol AND date >= :from AND :symbol IS NOT NULL';
      const params = { symbol: 'NRTH', from: '2021-01-05', unused: 1 };
      expect((await readOne(await create(), sql, params)).rows).toEqual([['2021-01-05']]);
    });

    it('gives null, numbers and text as they are', async () => {
      const sql = "SELECT NULL AS a, 7 AS b, 0.5 AS c, '007' AS d, -9007199254740991 AS e";
      expect((await readOne(await create(), sql)).rows).toEqual([[null, 7, 0.5, '007', -9007199254740991]]);
    });

    it('keeps the order of compound, windowed and common table queries', async () => {
      const database = await create();
      const union = 'SELECT 2 AS n UNION ALL SELECT 3 UNION ALL SELECT 1 ORDER BY n DESC';
      expect((await readOne(database, union)).rows.flat()).toEqual([3, 2, 1]);
      const windowed = `WITH days AS (SELECT date, row_number() OVER (ORDER BY date) AS n FROM ohlcv WHERE symbol = 'NRTH')
        SELECT n FROM days ORDER BY n DESC LIMIT 2 -- newest first`;
      expect((await readOne(database, windowed)).rows.flat()).toEqual([2, 1]);
    });

    it('answers several queries under their names', async () => {
      const database = await create();
      const query = (symbol: string): ReportQuery => ({
        sql: 'SELECT count(*) AS n FROM ohlcv WHERE symbol = :symbol',
        params: { symbol },
      });
      const results = await database.readAll({ a: query('NRTH'), b: query('SOLA') }, limits);
      expect(Object.entries(results).map(([name, { rows }]) => [name, rows])).toEqual([
        ['a', [[2]]],
        ['b', [[1]]],
      ]);
    });
  });
}

function refusingContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<ReportDatabase>,
): void {
  const failures: readonly (readonly [what: string, sql: string, code: string, message: RegExp])[] = [
    ['wrong SQL', 'SELECT symbol FROM ohlcv WHERE', 'rejected', /"it"/],
    ['an unknown column', 'SELECT ticker FROM ohlcv', 'rejected', /"it".*ticker/],
    ['a table that is no dataset', 'SELECT * FROM settings', 'rejected', /"it".*settings/],
    ['a statement that writes', 'DELETE FROM ohlcv', 'rejected', /"it"/],
    [
      'a column name that occurs twice',
      'SELECT close, date, close FROM ohlcv',
      'rejected',
      /"it".*columns named close/,
    ],
    [
      'a column name that occurs twice without rows',
      'SELECT a.date, b.date FROM ohlcv a JOIN ohlcv b ON 0',
      'rejected',
      /"it".*two columns named date/,
    ],
    ['a parameter without a value', 'SELECT :since AS since', 'rejected', /"it".*:since has no value/],
    [
      'an integer beyond 2^53',
      "SELECT CAST('9007199254740993' AS INTEGER) AS big",
      'failed',
      /"it".*column big.*2\^53/,
    ],
    ['a number that is not finite', "SELECT CAST('9e999' AS REAL) AS big", 'failed', /"it".*column big/],
    ['an endless query', `${endless} SELECT max(i) AS i FROM n`, 'failed', /"it".*took longer/],
  ];

  describe('refusing', () => {
    for (const [what, sql, code, message] of failures) {
      it(`refuses ${what}, naming the query`, async () => {
        const database = await create();
        await expect(database.readAll({ it: { sql, params: {} } }, limits)).rejects.toMatchObject({
          code: `report.query-${code}`,
          message: expect.stringMatching(message),
          details: { query: 'it' },
        });
      });
    }
  });

  describe('decimals', () => {
    const cases: readonly (readonly [what: string, sql: string, rows: RawResult['rows']])[] = [
      [
        'compares them',
        'SELECT close FROM ohlcv WHERE close > 100 ORDER BY symbol',
        [['100.25'], ['1010.1']],
      ],
      ['orders them', 'SELECT close FROM ohlcv ORDER BY close', [['95.5'], ['100.25'], ['1010.1']]],
      ['finds the largest', 'SELECT max(close) AS x FROM ohlcv', [['1010.1']]],
      ['adds them up', 'SELECT sum(close) AS x FROM ohlcv', [['1205.85']]],
      [
        'orders by a sum',
        'SELECT symbol, sum(close) AS x FROM ohlcv GROUP BY symbol HAVING sum(close) > 99 ORDER BY x DESC',
        [
          ['SOLA', '1010.1'],
          ['NRTH', '195.75'],
        ],
      ],
    ];
    for (const [what, sql, rows] of cases) {
      it(`${what} by value`, async () => {
        expect((await readOne(await create(), sql)).rows).toEqual(rows);
      });
    }

    it('refuses operators that would make floats of them, and writes what to use', async () => {
      const database = await create();
      const it = { sql: 'SELECT close * 2 AS double FROM ohlcv', params: {} };
      await expect(database.readAll({ it }, limits)).rejects.toMatchObject({
        code: 'report.query-rejected',
        details: {
          problem: 'sql.decimal-operator',
          suggestion: 'SELECT dec_mul(close, 2) AS double FROM ohlcv',
        },
      });
    });

    it('marks what went through a float', async () => {
      const { columns } = await readOne(
        await create(),
        'SELECT close, CAST(close AS REAL) / 3 AS third FROM ohlcv',
      );
      expect(columns).toEqual([
        { name: 'close', type: 'decimal', approximate: false },
        { name: 'third', type: 'real', approximate: true },
      ]);
    });
  });

  describe('limits', () => {
    const it3 = { it: { sql: 'SELECT date FROM ohlcv ORDER BY date, symbol', params: {} } };
    const cases = [
      ['exactly as many rows as allowed', { ...limits, maxRows: 3 }, 3, false],
      ['more rows than allowed', { ...limits, maxRows: 2 }, 2, true],
      ['exactly as many bytes as allowed', { ...limits, maxBytes: 30 }, 3, false],
      ['more bytes than allowed', { ...limits, maxBytes: 29 }, 2, true],
    ] as const;
    for (const [what, given, rows, truncated] of cases) {
      it(`gives what fits of ${what}, and says so`, async () => {
        const result = (await (await create()).readAll(it3, given)).it;
        expect([result?.rows.length, result?.truncated]).toEqual([rows, truncated]);
      });
    }
  });
}

const limits = { maxRows: 100, maxBytes: 4096 };

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';

function namesAndRows({ columns, rows }: RawResult): { columns: readonly string[]; rows: RawResult['rows'] } {
  return { columns: columns.map(({ name }) => name), rows };
}

const bars: readonly StoredBar[] = [
  { symbol: 'NRTH', date: '2021-01-04', close: '95.5', provider: 'file' },
  { symbol: 'NRTH', date: '2021-01-05', close: '100.25', provider: 'file' },
  { symbol: 'SOLA', date: '2021-01-04', close: '1010.2', provider: 'sample' },
  { symbol: 'SOLA', date: '2021-01-04', close: '1010.1', provider: 'file' },
];

async function readOne(
  database: ReportDatabase,
  sql: string,
  params: ReportQuery['params'] = {},
): Promise<RawResult> {
  const results = await database.readAll({ it: { sql, params } }, limits);
  return results.it ?? { columns: [], rows: [], truncated: false };
}
