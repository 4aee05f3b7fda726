import {
  type CanonicalRow,
  type CanonicalValue,
  sha256,
  toInstant,
  toRunId,
  type WriteDisposition,
} from '@daybook/kernel';
import { createRowStore } from '@daybook/persistence';
import type { RowBatch } from '@daybook/stages-transform';
import { createMemoryRowStore } from '@daybook/stages-transform/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rowStoreFixture } from './stored-rows.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

const quantity = fc.constantFrom('0', '1', '1.5', '-0.25', '12345678901234567890.123');

const positions = fc.uniqueArray(
  fc.record({
    account_id: fc.constantFrom('a', 'b'),
    symbol: fc.constantFrom('NRTH', 'SOLA', 'TIDE'),
    as_of: fc.constantFrom('2021-01-04', '2021-01-05'),
    quantity,
    cost_basis: fc.option(quantity),
    currency: fc.option(fc.constantFrom('USD', 'EUR')),
  }),
  { selector: (row) => `${row.account_id} ${row.symbol} ${row.as_of}`, maxLength: 8 },
);

const batches = fc.array(
  fc.record({
    provider: fc.constantFrom('file', 'sample'),
    write: fc.constantFrom<WriteDisposition>('merge', 'replace'),
    payload: fc.constantFrom('first', 'second'),
    values: positions,
  }),
  { minLength: 1, maxLength: 6 },
);

describe('createRowStore', () => {
  it('agrees with a simple model after any batches', async () => {
    const database = await databases.open();
    await fc.assert(
      fc.asyncProperty(batches, async (plan) => {
        await database.write(({ run }) => run('DELETE FROM positions_all'));
        const store = rowStoreFixture(database);
        const model = createMemoryRowStore();
        for (const { values, payload, ...rest } of plan) {
          const batch = positionBatch(
            values.map((row) => ({ values: row, payloadSha256: sha256(payload) })),
            rest,
          );
          expect(await store.write(batch)).toEqual(await model.write(batch));
        }
        expect(await store.rows('positions')).toEqual(await model.rows('positions'));
      }),
      { numRuns: 30 },
    );
  }, 30_000);

  it('keeps neither rows nor findings when one row is refused', async () => {
    const database = await databases.open();
    const store = rowStoreFixture(database);
    const batch = positionBatch([position({}), position({ symbol: 'SOLA', quantity: '1.0' })], {
      quarantined: [
        { rowIndex: 0, rule: 'r', field: null, value: null, raw: {}, payloadSha256: sha256('payload') },
      ],
    });
    await expect(store.write(batch)).rejects.toMatchObject({ code: 'store.failed' });
    expect([await store.rows('positions'), await store.quarantined()]).toEqual([[], []]);
  });

  it('counts the changes of a dataset, and nothing that changed no row', async () => {
    const database = await databases.open();
    const store = createRowStore(database);
    const changes = () =>
      database.read(({ all }) => all('SELECT dataset, changes FROM dataset_changes ORDER BY dataset'));
    const both = positionBatch([position({}), position({ symbol: 'SOLA' })]);
    await store.write(both);
    await store.write(both);
    await store
      .write(positionBatch([position({}), position({ symbol: 'SOLA', quantity: '1.0' })]))
      .catch(() => undefined);
    expect(await changes()).toEqual([{ dataset: 'positions', changes: 1 }]);
    // Only removes a row.
    await store.write({ ...positionBatch([position({})]), write: 'replace' });
    expect(await changes()).toEqual([{ dataset: 'positions', changes: 2 }]);
  });

  it('refuses values of the wrong kind before SQLite bends them', async () => {
    const store = createRowStore(await databases.open());
    const missing = Object.fromEntries(
      Object.entries(position({}).values).filter(([name]) => name !== 'currency'),
    );
    const wrong: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
      [{ ...position({}).values, quantity: 1.5 }, /a number in quantity/],
      [{ ...position({}).values, quantity: true }, /a boolean in quantity/],
      [{ ...position({}).values, weight: '1' }, /unknown column weight/],
      [missing, /no column currency/],
    ];
    for (const [values, message] of wrong) {
      const row = { values: values as CanonicalRow['values'], payloadSha256: sha256('payload') };
      await expect(store.write(positionBatch([row]))).rejects.toMatchObject({
        code: 'store.failed',
        message: expect.stringMatching(message),
      });
    }
  });
});

function position(values: Readonly<Record<string, CanonicalValue>>): CanonicalRow {
  const key = { account_id: 'a', symbol: 'NRTH', as_of: '2021-01-04' };
  return {
    values: { ...key, quantity: '1', cost_basis: null, currency: null, ...values },
    payloadSha256: sha256('payload'),
  };
}

function positionBatch(rows: readonly CanonicalRow[], parts: Partial<RowBatch> = {}): RowBatch {
  return {
    dataset: 'positions',
    provider: 'file',
    write: 'merge',
    rows,
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
    ...parts,
  };
}
