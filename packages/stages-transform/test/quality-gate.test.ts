import { describe, expect, it } from '@jest/globals';
import { qualityOf } from '../src/quality-gate.ts';
import { bar, bars, createTransforming } from './transform-fixture.ts';

const broken = (count: number) =>
  Array.from({ length: count }, (_, index) => bar(`2024-02-0${index + 1}`, { close: 'n/a' }));

describe('the quality gate', () => {
  it.each([
    [0, 0, 'passes'],
    [1, 0, 'passes'],
    [0, 1, 'fails'],
    [3, 1, 'fails'],
    [4, 0, 'passes'],
    [4, 1, 'passes'],
    [3, 2, 'fails'],
    [5, 0, 'passes'],
  ])('with %i good and %i broken rows %s', async (good, bad, expected) => {
    const { transform } = createTransforming({ NRTH: [...bars(good), ...broken(bad)] });
    const outcome = await transform().then(
      () => 'passes',
      (error: { code: string }) =>
        error.code === 'transform.quality-below-threshold' ? 'fails' : error.code,
    );
    expect(outcome).toBe(expected);
  });

  it('loads nothing and shows what is wrong', async () => {
    const crossed = bar('2024-02-09', { high: '1' });
    const { transform, store } = createTransforming({ NRTH: [...bars(1), ...broken(3), crossed] });
    await expect(transform()).rejects.toMatchObject({
      code: 'transform.quality-below-threshold',
      message:
        'Only 1 of 5 rows for ohlcv from "stub" are good, less than the share of 0.8 that quality_threshold asks for; nothing was loaded. ' +
        'Rules broken: close: not_a_decimal (3), high: high_below_low (1). ' +
        'First: row 1 of NRTH: close = "n/a"; row 2 of NRTH: close = "n/a"; row 3 of NRTH: close = "n/a".',
      details: { rows_read: 5, rows_quarantined: 4 },
    });
    expect(await store.rows('ohlcv')).toEqual([]);
  });

  it('lets everything into quarantine at a threshold of zero', async () => {
    const { transform, store } = createTransforming({ NRTH: broken(2) });
    expect(await transform({ quality_threshold: 0 })).toMatchObject({
      outcome: 'unchanged',
      rows_quarantined: 2,
      quality: 0,
      newest: null,
    });
    expect(await store.quarantined()).toHaveLength(2);
  });

  it('asks for every row at a threshold of one', async () => {
    const { transform } = createTransforming({ NRTH: [...bars(9), ...broken(1)] });
    await expect(transform({ quality_threshold: 1 })).rejects.toMatchObject({
      code: 'transform.quality-below-threshold',
    });
  });

  it('takes all rows or none of accounts', async () => {
    const accounts = Array.from({ length: 30 }, (_, index) => ({ id: `A${index}`, currency: 'USD' }));
    const rows = [...accounts, { id: 'A99', currency: null }];
    const { transform, store } = createTransforming({ accounts: rows }, { target: 'accounts' });
    await expect(transform({ quality_threshold: 0 })).rejects.toMatchObject({
      code: 'transform.rows-rejected',
      message: expect.stringContaining('row 30 of accounts: currency = no value'),
    });
    expect(await store.rows('accounts')).toEqual([]);
  });

  it('does not show a whole value', async () => {
    const { transform } = createTransforming({ NRTH: [bar('2024-01-02', { close: 'x'.repeat(5_000) })] });
    const error: unknown = await transform().catch((cause: unknown) => cause);
    expect(String(error).length).toBeLessThan(500);
  });
});

describe('qualityOf', () => {
  it('is one only when every row is good', () => {
    expect(qualityOf(0, 0)).toBe(1);
    expect(qualityOf(3, 0)).toBe(1);
    expect(qualityOf(1_000_000, 1)).toBe(0.9999);
    expect(qualityOf(3, 1)).toBe(0.6666);
    expect(qualityOf(100, 43)).toBe(0.57);
  });
});
