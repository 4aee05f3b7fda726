import {
  type CanonicalRow,
  type CanonicalValue,
  type DatasetName,
  type QuarantinedRow,
  sha256,
  toInstant,
  toRunId,
} from '@daybook/kernel';
import type { RowBatch } from '../row-store.ts';
import type { ContractTools } from './contract-tools.ts';
import type { MemoryRowStore } from './memory-row-store.ts';

/** A store with what only its tests look at. */
export type RowStoreFixture = MemoryRowStore;

/** What every row store must do. `create` gives an empty one. */
export function rowStoreContract(tools: ContractTools, create: () => Promise<RowStoreFixture>): void {
  mergeContract(tools, create);
  replaceContract(tools, create);
  quarantineContract(tools, create);
}

function mergeContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<RowStoreFixture>,
): void {
  describe('merging', () => {
    it('keeps every column of a row', async () => {
      const store = await create();
      const rows = [
        bar('NRTH', '2021-01-04', '95.5', { volume: '12345678901234567890.123', provisional: true }),
        bar('SOLA', '2021-01-04', '-0.1', { adj_close: '0.30000000000000004', currency: 'Straße 東京 🙂' }),
      ];
      expect(await store.write(batch({ rows }))).toEqual({ written: 2, unchanged: 0 });
      expect(await store.rows('ohlcv')).toEqual(rows.map((row) => ({ ...row, provider: 'file' })));
    });

    it('changes nothing when the same batch comes again', async () => {
      const store = await create();
      const rows = [bar('NRTH', '2021-01-04', '1'), bar('NRTH', '2021-01-05', '2')];
      await store.write(batch({ rows }));
      const before = await store.rows('ohlcv');
      const again = batch({ rows, runId: toRunId('run_2'), loadedAt: toInstant(1) });
      expect(await store.write(again)).toEqual({ written: 0, unchanged: 2 });
      expect(await store.rows('ohlcv')).toEqual(before);
    });

    it('counts new, changed and unchanged rows', async () => {
      const store = await create();
      await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '1'), bar('NRTH', '2021-01-05', '2')] }));
      const rows = [
        bar('NRTH', '2021-01-04', '1'),
        bar('NRTH', '2021-01-05', '2.5'),
        bar('NRTH', '2021-01-06', '3'),
      ];
      expect(await store.write(batch({ rows }))).toEqual({ written: 2, unchanged: 1 });
      expect(await closes(store)).toEqual(['1', '2.5', '3']);
    });

    it('sees a value that appears and one that goes', async () => {
      const store = await create();
      await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '1', { volume: '5' })] }));
      const gone = batch({ rows: [bar('NRTH', '2021-01-04', '1', { currency: 'USD' })] });
      expect(await store.write(gone)).toEqual({ written: 1, unchanged: 0 });
      expect((await store.rows('ohlcv'))[0]?.values).toMatchObject({ volume: null, currency: 'USD' });
    });

    it('keeps the provenance of unchanged rows and takes that of changed ones', async () => {
      const store = await create();
      const first = [bar('NRTH', '2021-01-04', '1'), bar('NRTH', '2021-01-05', '2')];
      await store.write(batch({ rows: first }));
      const other = sha256('other payload');
      const second = [
        { ...bar('NRTH', '2021-01-04', '1'), payloadSha256: other },
        { ...bar('NRTH', '2021-01-05', '9'), payloadSha256: other },
      ];
      await store.write(batch({ rows: second }));
      const hashes = (await store.rows('ohlcv')).map(({ payloadSha256 }) => payloadSha256);
      expect(hashes).toEqual([payloadSha256, other]);
    });

    it('keeps providers apart', async () => {
      const store = await create();
      await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '1')] }));
      await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '2')], provider: 'sample' }));
      expect(await closes(store)).toEqual(['1', '2']);
    });

    it('takes more rows than fit one statement', async () => {
      const store = await create();
      const rows = Array.from({ length: 12_000 }, (_, index) => bar(`S${index}`, '2021-01-04', `${index}`));
      expect(await store.write(batch({ rows }))).toEqual({ written: 12_000, unchanged: 0 });
      expect(await store.write(batch({ rows }))).toEqual({ written: 0, unchanged: 12_000 });
    });

    it('takes a batch without rows', async () => {
      const store = await create();
      expect(await store.write(batch({ rows: [] }))).toEqual({ written: 0, unchanged: 0 });
    });
  });
}

function replaceContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<RowStoreFixture>,
): void {
  const holdings = (rows: readonly CanonicalRow[], provider = 'file') =>
    batch({ dataset: 'positions', write: 'replace', rows, provider });

  async function quantities(store: RowStoreFixture): Promise<readonly string[]> {
    const rows = await store.rows('positions');
    return rows.map(
      ({ provider, values }) =>
        `${provider} ${String(values.account_id)} ${String(values.symbol)} ${String(values.as_of)} ${String(values.quantity)}`,
    );
  }

  describe('replacing', () => {
    it('removes what the batch no longer holds in its scope', async () => {
      const store = await create();
      await store.write(holdings([position('a', 'NRTH', '1'), position('a', 'SOLA', '2')]));
      const counts = await store.write(holdings([position('a', 'NRTH', '1'), position('a', 'TIDE', '3')]));
      expect(counts).toEqual({ written: 2, unchanged: 1 });
      expect(await quantities(store)).toEqual(['file a NRTH 2021-01-04 1', 'file a TIDE 2021-01-04 3']);
    });

    it('leaves other accounts, days and providers alone', async () => {
      const store = await create();
      await store.write(holdings([position('a', 'NRTH', '1'), position('b', 'NRTH', '2')]));
      await store.write(holdings([position('a', 'NRTH', '3', '2021-01-05')]));
      await store.write(holdings([position('a', 'NRTH', '4')], 'sample'));
      await store.write(holdings([position('a', 'SOLA', '5')]));
      expect(await quantities(store)).toEqual([
        'file a NRTH 2021-01-05 3',
        'file a SOLA 2021-01-04 5',
        'file b NRTH 2021-01-04 2',
        'sample a NRTH 2021-01-04 4',
      ]);
    });

    it('removes nothing when the batch has no rows', async () => {
      const store = await create();
      await store.write(holdings([position('a', 'NRTH', '1')]));
      await store.write(holdings([]));
      expect(await quantities(store)).toEqual(['file a NRTH 2021-01-04 1']);
    });

    it('replaces only the symbols of the batch, of its provider', async () => {
      const store = await create();
      await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '1'), bar('SOLA', '2021-01-04', '2')] }));
      await store.write(batch({ rows: [bar('SOLA', '2021-01-05', '3')], provider: 'sample' }));
      await store.write(batch({ rows: [bar('NRTH', '2021-01-05', '4')], write: 'replace' }));
      expect(await closes(store)).toEqual(['4', '2', '3']);
    });
  });
}

function quarantineContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<RowStoreFixture>,
): void {
  const finding = (rowIndex: number, field: string | null = 'high'): QuarantinedRow => ({
    rowIndex,
    rule: 'high_below_low',
    field,
    value: '1.0',
    raw: { High: '1.0', Low: '2', Note: null, Adjusted: false },
    payloadSha256,
  });

  describe('quarantine', () => {
    it('keeps bad rows beside good ones', async () => {
      const store = await create();
      const quarantined = [finding(0), finding(3, null)];
      const counts = await store.write(batch({ rows: [bar('NRTH', '2021-01-04', '1')], quarantined }));
      expect(counts).toEqual({ written: 1, unchanged: 0 });
      expect(await store.quarantined()).toEqual(quarantined);
    });

    it('keeps a finding once', async () => {
      const store = await create();
      const quarantined = [finding(0), finding(0, 'low'), finding(0, null)];
      await store.write(batch({ rows: [], quarantined }));
      await store.write(batch({ rows: [], quarantined, runId: toRunId('run_2'), loadedAt: toInstant(1) }));
      expect(await store.quarantined()).toEqual(quarantined);
    });
  });
}

const payloadSha256 = sha256('payload');

async function closes(store: RowStoreFixture): Promise<readonly (CanonicalValue | undefined)[]> {
  return (await store.rows('ohlcv')).map(({ values }) => values.close);
}

function batch(parts: Partial<RowBatch> & Pick<RowBatch, 'rows'>): RowBatch {
  const dataset: DatasetName = 'ohlcv';
  return {
    dataset,
    provider: 'file',
    write: 'merge',
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
    ...parts,
  };
}

function bar(
  symbol: string,
  date: string,
  close: string,
  others: Readonly<Record<string, CanonicalValue>> = {},
): CanonicalRow {
  const values = {
    symbol,
    date,
    open: close,
    high: close,
    low: close,
    close,
    adj_close: null,
    volume: null,
    currency: null,
    provisional: null,
    ...others,
  };
  return { values, payloadSha256 };
}

function position(account: string, symbol: string, quantity: string, asOf = '2021-01-04'): CanonicalRow {
  const values = { account_id: account, symbol, as_of: asOf, quantity, cost_basis: null, currency: 'USD' };
  return { values, payloadSha256 };
}
