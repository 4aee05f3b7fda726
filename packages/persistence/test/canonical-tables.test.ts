import { EngineError, parseDecimal, sha256, toInstant } from '@daybook/kernel';
import type { Database } from '@daybook/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalTables } from '../src/migrations/0001-canonical-tables.ts';
import type { WriteTransaction } from '../src/transaction.ts';
import { canonicalDdl } from './canonical-ddl.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
let database: Database;

beforeAll(async () => {
  database = await databases.open();
});

afterAll(() => databases.dispose());

describe('canonical tables', () => {
  it('agree with the kernel’s definitions', () => {
    expect(canonicalTables).toBe(canonicalDdl());
  });

  it('take decimals in their canonical spelling', async () => {
    const spellings = [
      '0',
      '1',
      '-1',
      '10',
      '100',
      '0.1',
      '-0.05',
      '1234567890123456789012345678.000000000001',
    ];
    for (const text of spellings) expect(await accepts({ close: text })).toBe(true);
  });

  it('refuse decimals in any other spelling', async () => {
    const spellings =
      '|-|.|+1| 1|1 |01|-01|00|1.|.5|-.5|1.0|1.50|0.0|-0|-0.0|1e5|1E5|1,5|1_000|1-|1-2|--1|1.2.3|٣|NaN|Infinity|0x1';
    for (const text of spellings.split('|'))
      expect([text, await accepts({ close: text })]).toEqual([text, false]);
  });

  it('agree with the kernel on what is canonical', async () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '1', '5', '9', '.', '-'), maxLength: 6 });
    // One transaction around all: a commit for each text would be most of the time.
    await database.write((transaction) =>
      fc.assert(
        fc.asyncProperty(digits, async (text) => {
          expect(await accepts({ close: text }, transaction)).toBe(parseDecimal(text) === text);
        }),
        { numRuns: 300 },
      ),
    );
  });

  it('take real dates only', async () => {
    for (const date of ['2021-01-04', '2020-02-29', '1999-12-31']) expect(await accepts({ date })).toBe(true);
    const wrong = ['2021-02-29', '2021-13-01', '2021-1-4', '20210104', '2021-01-04T00:00:00Z', 'now', ''];
    for (const date of wrong) expect([date, await accepts({ date })]).toEqual([date, false]);
  });

  it('take instants in their one spelling only', async () => {
    expect(await accepts({ loaded_at: toInstant(1) })).toBe(true);
    const wrong = ['2021-01-04T21:00:00Z', '2021-01-04 21:00:00.000', '2021-01-04T21:00:00.000+01:00', 'now'];
    for (const instant of wrong)
      expect([instant, await accepts({ loaded_at: instant })]).toEqual([instant, false]);
  });

  it('take 0, 1 and null as flags', async () => {
    for (const provisional of [0, 1, null]) expect(await accepts({ provisional })).toBe(true);
    expect(await accepts({ provisional: 2 })).toBe(false);
  });

  it('refuse absent values of required columns', async () => {
    expect(await accepts({ adj_close: null })).toBe(true);
    expect(await accepts({ close: null })).toBe(false);
  });
});

describe('views of the datasets', () => {
  it('show the provider of the lowest rank, then the first by name', async () => {
    const ranked = await databases.open();
    for (const provider of ['yahoo', 'file', 'sample']) {
      await ranked.write((transaction) => insert(transaction, { provider }));
    }
    expect(await shown(ranked)).toEqual(['file']);
    await ranked.write(({ run }) =>
      run(`INSERT INTO provider_order (provider, rank) VALUES ('yahoo', 2), ('sample', 1)`),
    );
    expect(await shown(ranked)).toEqual(['sample']);
    await ranked.write(({ run }) => run(`UPDATE provider_order SET rank = 3 WHERE provider = 'sample'`));
    expect(await shown(ranked)).toEqual(['yahoo']);
  });

  it('find the days of a symbol without reading the table', async () => {
    const plan = await database.read(({ all }) =>
      all(`EXPLAIN QUERY PLAN SELECT date FROM ohlcv WHERE symbol = 'NRTH' ORDER BY date DESC LIMIT 60`),
    );
    const steps = plan.map(({ detail }) => String(detail));
    expect(steps.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
  });
});

async function shown(from: Database): Promise<readonly unknown[]> {
  const rows = await from.read(({ all }) => all('SELECT provider FROM ohlcv'));
  return rows.map(({ provider }) => provider);
}

type Columns = Readonly<Record<string, string | number | null>>;

async function insert({ run }: Pick<WriteTransaction, 'run'>, columns: Columns): Promise<void> {
  const price = { open: '1', high: '1', low: '1', close: '1' };
  const origin = { provider: 'file', payload_sha256: sha256(''), run_id: 'run_1', loaded_at: toInstant(0) };
  const row = { symbol: 'NRTH', date: '2021-01-04', ...price, ...origin, ...columns };
  const names = Object.keys(row);
  const places = names.map(() => '?').join(', ');
  await run(`INSERT OR REPLACE INTO ohlcv_all (${names.join(', ')}) VALUES (${places})`, Object.values(row));
}

async function accepts(columns: Columns, transaction?: WriteTransaction): Promise<boolean> {
  try {
    if (transaction) await insert(transaction, columns);
    else await database.write((own) => insert(own, columns));
    return true;
  } catch (cause) {
    if (EngineError.isInstance(cause) && cause.code === 'store.failed') return false;
    throw cause;
  }
}
