import { sha256 } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { bar, bars, callOf, createTransforming, envelopeOf } from './transform-fixture.ts';

describe('the transform step', () => {
  it('loads canonical rows with every column', async () => {
    const { transform, store } = createTransforming({ NRTH: [bar('2024-01-02', { volume: '1e3' })] });
    expect(await transform()).toEqual({
      outcome: 'loaded',
      target: 'ohlcv',
      rows_read: 1,
      rows_written: 1,
      rows_unchanged: 0,
      rows_quarantined: 0,
      quality: 1,
      newest: '2024-01-02',
    });
    const [row] = await store.rows('ohlcv');
    expect(row?.values).toEqual({
      symbol: 'NRTH',
      date: '2024-01-02',
      open: '10.5',
      high: '11',
      low: '9.9',
      close: '10.1',
      adj_close: null,
      volume: '1000',
      currency: 'USD',
      provisional: null,
    });
  });

  it('keeps with each row the payload that it came from', async () => {
    const north = [bar('2024-01-02')];
    const solar = [bar('2024-01-02', { symbol: 'SOLA' })];
    const { transform, store } = createTransforming({ NRTH: north, SOLA: solar });
    await transform();
    expect(
      (await store.rows('ohlcv')).map(({ provider, payloadSha256 }) => [provider, payloadSha256]),
    ).toEqual([
      ['stub', sha256(JSON.stringify(north))],
      ['stub', sha256(JSON.stringify(solar))],
    ]);
  });

  it('changes nothing the second time', async () => {
    const { transform } = createTransforming({ NRTH: bars(3) });
    await transform();
    expect(await transform()).toMatchObject({
      outcome: 'unchanged',
      rows_read: 3,
      rows_written: 0,
      rows_unchanged: 3,
      newest: '2024-01-03',
    });
  });

  it('puts broken rows into quarantine and loads the others', async () => {
    const broken = bar('2024-01-31', { high: '9', low: '11' });
    const { transform, store } = createTransforming({ NRTH: [...bars(4), broken] });
    expect(await transform()).toMatchObject({ rows_written: 4, rows_quarantined: 1, quality: 0.8 });
    expect(await store.quarantined()).toMatchObject([
      { rowIndex: 4, rule: 'high_below_low', field: 'high', value: '9', raw: broken },
    ]);
  });

  it('is empty when the payloads hold no rows', async () => {
    const { transform, store } = createTransforming({ NRTH: [] });
    expect(await transform()).toMatchObject({ outcome: 'empty', rows_read: 0, quality: 1, newest: null });
    expect(await transform({ source: envelopeOf({}) })).toMatchObject({ outcome: 'empty' });
    expect(await store.rows('ohlcv')).toEqual([]);
  });

  it('fails when a payload is gone', async () => {
    const { transform } = createTransforming({ NRTH: bars(1) });
    const source = envelopeOf({ GONE: '[]' });
    await expect(transform({ source })).rejects.toMatchObject({
      code: 'transform.payload-invalid',
      message: expect.stringContaining('The payload of "GONE"'),
    });
  });

  it('loads nothing when one payload cannot be read', async () => {
    const { transform, store } = createTransforming({ NRTH: bars(2), BAD: 'no list' });
    await expect(transform()).rejects.toMatchObject({ code: 'transform.payload-invalid' });
    expect(await store.rows('ohlcv')).toEqual([]);
  });

  it('refuses a source of another dataset', async () => {
    const { transform } = createTransforming({ NRTH: bars(1) });
    await expect(transform({ source: envelopeOf({}, 'splits') })).rejects.toThrow(
      'The source holds splits, but target is ohlcv.',
    );
  });

  it.each([
    { quality_threshold: 1.1 },
    { quality_threshold: -0.1 },
    { write: 'upsert' },
    { target: 'prices' },
    { mapping: { symbol: { value: 'SPX', field: 'Symbol' } } },
    { mapping: { date: { field: 'Date', date: 'YYYY/MM/DD' } } },
    { mappings: {} },
    { source: { payloads: [] } },
  ])('refuses the parameters %j', async (params) => {
    const { transform } = createTransforming({ NRTH: bars(1) });
    await expect(transform(params)).rejects.toMatchObject({ code: 'step.params-invalid' });
  });

  it.each([
    [{ write: 'append' }, 'Load ohlcv with "merge"'],
    [{ target: 'quotes', source: envelopeOf({}, 'quotes') }, 'Working now: instruments, ohlcv, dividends'],
  ])('says that %j is yet to come, and what works', async (params, instead) => {
    const { transform, store } = createTransforming({ NRTH: bars(1) });
    await expect(transform(params)).rejects.toMatchObject({
      code: 'step.unavailable',
      message: expect.stringMatching(`yet in this release.*${instead}`),
      advice: { kind: 'never' },
    });
    expect(await store.rows('ohlcv')).toEqual([]);
  });

  it('loads nothing when it is aborted', async () => {
    const { transform, store } = createTransforming({ NRTH: bars(1) });
    const call = callOf({ signal: AbortSignal.abort(new Error('cancelled')) });
    await expect(transform({}, call)).rejects.toThrow('cancelled');
    expect(await store.rows('ohlcv')).toEqual([]);
  });
});

describe('rows that share a key', () => {
  it('count once when they are equal', async () => {
    const { transform, store } = createTransforming({
      NRTH: [bar('2024-01-02'), bar('2024-01-02', { open: '10.5' })],
      again: [bar('2024-01-02')],
    });
    expect(await transform()).toMatchObject({
      rows_read: 3,
      rows_written: 1,
      rows_quarantined: 0,
      quality: 1,
    });
    expect(await store.rows('ohlcv')).toHaveLength(1);
  });

  it('keep the first when they differ', async () => {
    const { transform, store } = createTransforming({
      NRTH: [bar('2024-01-02'), bar('2024-01-02', { close: '10.2' })],
    });
    expect(await transform({ quality_threshold: 0.5 })).toMatchObject({
      rows_written: 1,
      rows_quarantined: 1,
    });
    expect((await store.rows('ohlcv'))[0]?.values['close']).toBe('10.1');
    expect(await store.quarantined()).toMatchObject([
      { rowIndex: 1, rule: 'duplicate_key', field: null, value: 'NRTH, 2024-01-02' },
    ]);
  });
});

describe('the write disposition', () => {
  const held = (symbol: string) => ({ account_id: 'ACC-1', symbol, as_of: '2024-01-02', quantity: '1' });

  it('is the one of the dataset by default', async () => {
    const first = [held('NRTH'), held('SOLA')];
    const second = [held('NRTH')];
    const { store, transform } = createTransforming({ first, second }, { target: 'positions' });
    await transform({ source: envelopeOf({ first: JSON.stringify(first) }, 'positions') });
    await transform({ source: envelopeOf({ second: JSON.stringify(second) }, 'positions') });
    expect((await store.rows('positions')).map(({ values }) => values['symbol'])).toEqual(['NRTH']);
  });

  it('is the one that the policy names', async () => {
    const first = [held('NRTH'), held('SOLA')];
    const second = [held('TIDE')];
    const { store, transform } = createTransforming({ first, second }, { target: 'positions' });
    await transform({ source: envelopeOf({ first: JSON.stringify(first) }, 'positions') });
    const source = envelopeOf({ second: JSON.stringify(second) }, 'positions');
    await transform({ source, write: 'merge' });
    expect(await store.rows('positions')).toHaveLength(3);
  });
});
