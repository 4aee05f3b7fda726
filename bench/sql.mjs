// Foreign SQL in its sandbox: what it costs over the same query run directly, exact decimals beside floats, and copies.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReportDatabase, createSandbox, openDatabase } from '../packages/persistence/dist/index.js';
import { findNativeLibrary } from '../packages/persistence/dist/native-library.js';
import { analyseQuery } from '../packages/persistence/dist/sql/analyse-query.js';
import { summarise } from './measure.mjs';

const sqlite = createRequire(new URL('../packages/persistence/package.json', import.meta.url))(
  '@journeyapps/sqlcipher',
);

const reportRows = 20_000;
const largeRows = 500_000;
const warmRounds = 500;
/** Until both processes have compiled what they run. */
const warmUps = 50;
const largeRounds = 5;
const limits = { maxRows: 10_000, maxBytes: 4 * 1024 * 1024 };

/** Bars of as many symbols as needed, a thousand days each, in canonical decimals. */
const fillSql = `
INSERT INTO ohlcv_all
  (symbol, date, open, high, low, close, volume, currency, provider, payload_sha256, run_id, loaded_at)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
SELECT printf('S%03d', i / 1000), date('2020-01-01', (i % 1000) || ' days'),
  (50 + i * 7 % 90) || '.' || (1 + i % 9), (150 + i % 60) || '.' || (1 + i % 8), (10 + i % 30) || '.' || (1 + i % 7),
  (50 + i * 13 % 97) || '.' || (i % 10) || (1 + i % 9), 1000 + i * 17 % 9001, 'USD',
  'bench', ?2, 'run', '2026-01-01T00:00:00.000Z'
FROM n`;

async function openFilled(folder, rows) {
  const key = randomBytes(32);
  const file = join(folder, `${rows}.db`);
  const database = await openDatabase({ file, key });
  await database.write(({ run }) => run(fillSql, [rows, '0'.repeat(64)]));
  return { database, file, key };
}

/** A connection that holds all its pages in memory; with the extension, unless floats are asked. */
async function openPlain(file, key, { library } = {}) {
  const native = await new Promise((resolve, reject) => {
    const opened = new sqlite.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  const call = (start) =>
    new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
  if (library !== undefined) await call((done) => native.loadExtension(library, done));
  await call((done) =>
    native.exec(`PRAGMA cipher_log = off; PRAGMA key = "x'${key.toString('hex')}'"`, done),
  );
  await call((done) => native.exec('PRAGMA cache_size = -65536', done));
  return {
    all: (sql) => call((done) => native.all(sql, done)),
    exec: (sql) => call((done) => native.exec(sql, done)),
    close: () => call((done) => native.close(done)),
  };
}

/** What reports ask. */
const reportQueries = [
  "SELECT date, open, high, low, close FROM ohlcv WHERE symbol = 'S003' ORDER BY date DESC LIMIT 60",
  "SELECT symbol, date, close FROM ohlcv WHERE date >= '2022-09-01' ORDER BY symbol, date",
  'SELECT symbol, max(date) AS newest, count(*) AS days FROM ohlcv GROUP BY symbol ORDER BY symbol',
  "SELECT symbol, avg(close) AS mean, max(high) AS top FROM ohlcv WHERE date >= '2022-01-01' GROUP BY symbol HAVING avg(close) > 90",
  'WITH last AS (SELECT symbol, max(date) AS date FROM ohlcv GROUP BY symbol) SELECT o.symbol, o.close FROM ohlcv AS o JOIN last USING (symbol, date) ORDER BY o.close DESC',
];

/** The same text over exact decimals and over floats. */
const compared = [
  ['sum', 'SELECT sum(close) AS x FROM ohlcv'],
  ['average', 'SELECT avg(close) AS x FROM ohlcv'],
  ['group by symbol', 'SELECT symbol, sum(close) AS x FROM ohlcv GROUP BY symbol'],
  [
    'group, having, order',
    'SELECT symbol, sum(close) AS x FROM ohlcv GROUP BY symbol HAVING sum(close) > 100 ORDER BY x DESC LIMIT 10',
  ],
  ['order by, first 100', 'SELECT symbol, date, close FROM ohlcv ORDER BY close DESC LIMIT 100'],
  ['filter', 'SELECT count(*) AS x FROM ohlcv WHERE close > 100'],
  ['largest', 'SELECT max(close) AS x FROM ohlcv'],
  ['count distinct', 'SELECT count(DISTINCT close) AS x FROM ohlcv'],
  // Half of the rows: all of them in four columns are more than the sandbox holds in memory, decrypted.
  [
    'sum of products, half of',
    "SELECT sum(dec_mul(volume, close)) AS x FROM ohlcv WHERE symbol < 'S250'",
    "SELECT sum(volume * close) AS x FROM ohlcv WHERE symbol < 'S250'",
  ],
  [
    'moving average',
    "SELECT max(m) AS x FROM (SELECT avg(close) OVER (ORDER BY date ROWS 20 PRECEDING) AS m FROM ohlcv WHERE symbol < 'S100')",
  ],
];

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const once = (value) => ({ min: value, median: value, max: value });
const ask = (reports, sql) => reports.readAll({ it: { sql, params: {} } }, limits);

/** Warm queries through everything, and the same rewritten text on the same rows without anything around it. */
async function measureWarm(folder, sandbox) {
  const { database } = await openFilled(folder, reportRows);
  const builds = [];
  const reports = createReportDatabase({ database, sandbox, onBuilt: ({ ms }) => builds.push(ms) });
  const copyKey = randomBytes(32);
  const copyFile = join(folder, 'direct.db');
  await database.copy({ file: copyFile, key: copyKey }, async ({ run }) => {
    const decimals = ['open', 'high', 'low', 'close']
      .map((name) => `${name} TEXT COLLATE decimal`)
      .join(', ');
    await run(
      `CREATE TABLE main.ohlcv (symbol TEXT, date TEXT, ${decimals}, PRIMARY KEY (symbol, date)) WITHOUT ROWID`,
    );
    await run('INSERT INTO main.ohlcv SELECT symbol, date, open, high, low, close FROM source.ohlcv');
  });
  const direct = await openPlain(copyFile, copyKey, { library: findNativeLibrary() });
  const overheads = [];
  const sandboxed = [];
  const alone = [];
  for (const sql of reportQueries) {
    const rewritten = analyseQuery(sql).sql;
    for (let round = -warmUps; round < warmRounds / reportQueries.length; round += 1) {
      const aloneMs = await timed(() => direct.all(rewritten));
      const sandboxedMs = await timed(() => ask(reports, sql));
      if (round < 0) continue;
      alone.push(aloneMs);
      sandboxed.push(sandboxedMs);
      overheads.push(sandboxedMs - aloneMs);
    }
  }
  await direct.close();
  await reports.close();
  await database.close();
  const p95 = (values) => percentile(values, 0.95);
  return { builds, sandboxed, alone, paired: p95(overheads), added: p95(sandboxed) - p95(alone) };
}

/** Exact decimals in the sandbox beside floats on a connection of their own. */
async function measureExactness(folder, sandbox) {
  const { database } = await openFilled(folder, largeRows);
  const builds = [];
  const reports = createReportDatabase({
    database,
    sandbox,
    budgetMs: 60_000,
    onBuilt: ({ ms }) => builds.push(ms),
  });
  const floatKey = randomBytes(32);
  const floatFile = join(folder, 'floats.db');
  await database.copy({ file: floatFile, key: floatKey }, async ({ run }) => {
    await run(
      'CREATE TABLE main.ohlcv (symbol TEXT, date TEXT, close REAL, volume REAL, PRIMARY KEY (symbol, date)) WITHOUT ROWID',
    );
    await run(
      'INSERT INTO main.ohlcv SELECT symbol, date, CAST(close AS REAL), CAST(volume AS REAL) FROM source.ohlcv',
    );
  });
  const floats = await openPlain(floatFile, floatKey);
  const rows = [];
  for (const [work, sql, inFloats = sql] of compared) {
    const exact = [];
    const approximate = [];
    await ask(reports, sql);
    await floats.all(inFloats);
    for (let round = 0; round < largeRounds; round += 1) {
      exact.push(await timed(() => ask(reports, sql)));
      approximate.push(await timed(() => floats.all(inFloats)));
    }
    const peer = { name: 'floats', ...summarise(approximate) };
    const ours = summarise(exact);
    rows.push({
      work: `${work}, ${largeRows / 1000}k rows, exact`,
      unit: 'ms',
      ours,
      peer,
      ratio_to_peer: ours.median / peer.median,
    });
  }
  await floats.close();
  await reports.close();
  await database.close();
  return { rows, build: builds[0] };
}

/** Figures of the sandbox. */
export default async function measureSql() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bench-'));
  const sandbox = createSandbox({ hardMs: 120_000 });
  try {
    const started = await timed(() => sandbox.warm());
    const warm = await measureWarm(folder, sandbox);
    const exactness = await measureExactness(folder, sandbox);
    return {
      rows: [
        {
          work: `a warm report query, ${reportRows / 1000}k rows`,
          unit: 'ms',
          ours: summarise(warm.sandboxed),
          limit: { name: 'run directly', ...summarise(warm.alone) },
          ratio_to_limit: summarise(warm.sandboxed).median / summarise(warm.alone).median,
        },
        {
          work: 'its p95, above that of the same run directly',
          unit: 'ms',
          ours: once(warm.added),
          limit: { name: 'allowed', ...once(5) },
          ratio_to_limit: warm.added / 5,
        },
        { work: 'p95 of what it takes longer, pair by pair', unit: 'ms', ours: once(warm.paired) },
        {
          work: `a copy of used columns, ${reportRows / 1000}k rows`,
          unit: 'ms',
          ours: summarise(warm.builds),
        },
        {
          work: `a copy of used columns, ${largeRows / 1000}k rows`,
          unit: 'ms',
          ours: once(exactness.build),
        },
        { work: 'start of the process', unit: 'ms', ours: once(started) },
        ...exactness.rows,
      ],
    };
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
