import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allowedFunctionNames } from '@daybook/persistence';
import { type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { storeBars } from './stored-bars.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
  await storeBars(opened.surroundings);
}, 60_000);
afterAll(() => opened.close());

const ask = (sql: string, params?: Readonly<Record<string, unknown>>, token = opened.person) =>
  opened.api('POST', '/query', { token, body: { sql, ...(params === undefined ? {} : { params }) } });

describe('POST /query', () => {
  it('answers with columns in their order and one object a row', async () => {
    const { status, json, headers } = await ask(
      'SELECT symbol, date, close FROM ohlcv WHERE date = :day ORDER BY close',
      { day: '2026-03-05' },
    );
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toMatchObject({
      columns: [{ name: 'symbol' }, { name: 'date' }, { name: 'close' }],
      rows: [
        { symbol: 'NRTH', date: '2026-03-05', close: '10.2' },
        { symbol: 'TIDE', date: '2026-03-05', close: '100.00000000000000001' },
      ],
      row_count: 2,
      truncated: false,
      ms: expect.any(Number),
    });
  });

  it('takes text, numbers and null as values', async () => {
    const { json } = await ask(
      'SELECT symbol FROM ohlcv WHERE :none IS NULL AND close < :most LIMIT :count',
      {
        none: null,
        most: '10',
        count: 1,
      },
    );
    expect(json).toMatchObject({ rows: [{ symbol: 'NRTH' }], row_count: 1 });
  });

  it('knows :as_of, the present instant unless it is given', async () => {
    const now = await ask('SELECT :as_of AS at');
    expect(now.json).toMatchObject({ rows: [{ at: opened.clock.now() }] });
    const then = await ask('SELECT :as_of AS at', { as_of: '2026-01-01T00:00:00.000Z' });
    expect(then.json).toMatchObject({ rows: [{ at: '2026-01-01T00:00:00.000Z' }] });
  });

  it('gives the columns also where there are no rows', async () => {
    const { json } = await ask("SELECT symbol FROM ohlcv WHERE symbol = 'NONE'");
    expect(json).toMatchObject({ columns: [{ name: 'symbol' }], rows: [], row_count: 0 });
  });

  it('says so when there is more than 10,000 rows', async () => {
    const numbers = 'WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) SELECT i FROM n';
    const { json } = await ask(numbers);
    expect(json).toMatchObject({ row_count: 10_000, truncated: true });
    expect((await ask(`${numbers} WHERE i < 10001`)).json).toMatchObject({
      row_count: 10_000,
      truncated: false,
    });
  });

  it.each([
    ['DELETE FROM ohlcv'],
    ['SELECT symbol FROM ohlcv;'],
    ['SELECT name FROM sqlite_schema'],
    ['SELECT value FROM settings'],
  ])('refuses %j, with the place', async (sql) => {
    const { status, json } = await ask(sql);
    expect([status, json.code, json.advice]).toEqual([422, 'report.query-rejected', 'never']);
    expect(json.issues).toMatchObject([
      { pointer: '/sql', code: expect.stringMatching(/^sql\./), severity: 'error', message: json.detail },
    ]);
    expect(json.detail).toMatch(/^The query is refused: /);
  });

  it('refuses a parameter without a value, by its name', async () => {
    const { status, json } = await ask('SELECT symbol FROM ohlcv WHERE symbol = :wanted');
    expect(status).toBe(422);
    expect(json.detail).toContain(':wanted');
    expect(json.detail).not.toContain('"query"');
  });

  it.each([
    [{}],
    [{ sql: '' }],
    [{ sql: 5 }],
    [{ sql: 'SELECT 1 AS one', parameters: {} }],
    [{ sql: 'SELECT 1 AS one', params: { ':one': 1 } }],
    [{ sql: 'SELECT 1 AS one', params: { one: [1] } }],
    [{ sql: 'SELECT 1 AS one', params: { one: true } }],
  ])('refuses the body %j', async (body) => {
    const { status, json } = await opened.api('POST', '/query', { body });
    expect([status, json.code]).toEqual([422, 'request.invalid']);
  });

  it('needs what every POST needs', async () => {
    const { status } = await opened.api('POST', '/query', {
      body: { sql: 'SELECT 1 AS one' },
      headers: { 'x-daybook': '0' },
    });
    expect(status).toBe(403);
  });

  it('is not for who may not read', async () => {
    const token = await opened.issue('agent', ['author', 'run']);
    expect((await ask('SELECT 1 AS one', undefined, token)).status).toBe(403);
  });
});

describe('the limit of queries', () => {
  it('counts those of agents, refused ones too, but nothing that is no query, and no person', async () => {
    opened.clock.set('2026-03-08T00:00:00Z');
    const { agent } = opened;
    for (let count = 0; count < 3; count += 1) {
      expect((await opened.api('POST', '/query', { token: agent, body: { sql: 1 } })).status).toBe(422);
      expect((await opened.api('POST', '/query', { token: agent, body: '{"broken' })).status).toBe(400);
    }
    for (let count = 0; count < 100; count += 1) {
      const sql = count % 2 === 0 ? 'SELECT 1 AS one' : 'DROP TABLE ohlcv';
      expect((await ask(sql, undefined, agent)).status).toBe(count % 2 === 0 ? 200 : 422);
    }
    const { status, json, headers } = await ask('not looked at', undefined, agent);
    expect([status, json.code, json.advice]).toEqual([429, 'quota.exceeded', 'after']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(json.detail).toContain('100 SQL queries an hour');
    expect((await ask('SELECT 1 AS one')).status).toBe(200);
    opened.clock.set(json.details.allowed_at);
    expect((await ask('SELECT 1 AS one', undefined, agent)).status).toBe(200);
    expect((await ask('SELECT 1 AS one', undefined, agent)).status).toBe(429);
  }, 120_000);
});

describe('GET /datasets', () => {
  it('says what SQL can read', async () => {
    const { json } = await opened.api('GET', '/datasets');
    expect(json.items).toHaveLength(17);
    expect(json.items.find(({ name }) => name === 'ohlcv')).toEqual({
      name: 'ohlcv',
      all_providers: 'ohlcv_all',
      description: expect.stringContaining('Daily bars'),
      columns: expect.arrayContaining([
        { name: 'close', type: 'decimal' },
        { name: 'extra', type: 'json', description: expect.any(String) },
      ]),
      key: ['symbol', 'date'],
      stored: true,
      rows: 3,
      symbols: 2,
      from: '2026-03-04',
      until: '2026-03-05',
      loaded_at: '2026-03-06T20:00:00.000Z',
    });
  });

  it('names every column that a query can name, in its order', async () => {
    const { json } = await opened.api('GET', '/datasets');
    for (const { name, columns, stored } of json.items) {
      if (!stored) continue;
      const asked = await ask(`SELECT * FROM ${name} LIMIT 0`);
      expect(columns.map((column) => column.name)).toEqual(asked.json.columns.map((column) => column.name));
    }
  });

  it('shows rows only to who asks for them, the newest first', async () => {
    const { json } = await opened.api('GET', '/datasets?name=ohlcv&sample=true', { token: opened.agent });
    expect(json.items).toHaveLength(1);
    expect(json.items[0]?.sample).toMatchObject([
      { symbol: 'NRTH', date: '2026-03-05' },
      { symbol: 'TIDE', date: '2026-03-05', provider: 'sample', extra: null },
      { symbol: 'NRTH', date: '2026-03-04' },
    ]);
    expect((await opened.api('GET', '/datasets?name=prices')).json.items).toEqual([]);
    expect((await opened.api('GET', '/datasets?sample=yes')).status).toBe(422);
  });
});

describe('GET /schema/sql', () => {
  it('names the functions that queries are let through with, and no others', async () => {
    const { json } = await opened.api('GET', '/schema/sql');
    expect(json.functions.map(({ name }) => name).toSorted()).toEqual(allowedFunctionNames.toSorted());
  });

  it('says what a query may use', async () => {
    const { json } = await opened.api('GET', '/schema/sql', { token: opened.agent });
    expect(json).toMatchObject({ limits: { characters: 10_000, rows: 10_000, bytes: 4_194_304 } });
    expect(json.functions).toContainEqual({
      name: 'dec_add',
      form: 'dec_add(x, y[, …])',
      description: expect.stringContaining('exact sum'),
    });
  });
});
