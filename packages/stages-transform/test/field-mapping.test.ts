import { describe, expect, it } from '@jest/globals';
import { bar, bars, createTransforming } from './transform-fixture.ts';

const spxRow = (date: string) => ({
  Date: date,
  OPEN: '10',
  High: '12',
  low: '9',
  'Last Price': '11',
  'Adj Close': '10.5',
});

describe('the mapping of fields', () => {
  it('takes fixed values and other names from the policy', async () => {
    const { transform, store } = createTransforming({ file: [spxRow('2024-01-02')] });
    await transform({ mapping: { symbol: { value: 'SPX' }, close: { field: 'Last Price' } } });
    expect((await store.rows('ohlcv'))[0]?.values).toMatchObject({
      symbol: 'SPX',
      date: '2024-01-02',
      open: '10',
      close: '11',
      adj_close: '10.5',
    });
  });

  it.each(['adj_close', 'Adj Close', 'adjclose', 'ADJ_CLOSE', 'AdjClose'])(
    'finds adj_close as %j',
    async (name) => {
      const { transform, store } = createTransforming({ file: [bar('2024-01-02', { [name]: '9.95' })] });
      await transform();
      expect((await store.rows('ohlcv'))[0]?.values['adj_close']).toBe('9.95');
    },
  );

  it('prefers the exact name and refuses to guess between others', async () => {
    const exact = bar('2024-01-02', { adj_close: '9.95', 'Adj Close': '1' });
    const { transform, store } = createTransforming({ file: [exact] });
    await transform();
    expect((await store.rows('ohlcv'))[0]?.values['adj_close']).toBe('9.95');
    const unclear = bar('2024-01-02', { AdjClose: '9.95', 'Adj Close': '1' });
    await expect(createTransforming({ file: [unclear] }).transform()).rejects.toMatchObject({
      code: 'transform.mapping-invalid',
      message: 'Several fields can be meant by "adj_close": AdjClose, Adj Close. Name one in mapping.',
    });
  });

  it('finds a field under its name in each payload', async () => {
    const { transform } = createTransforming({
      old: [bar('2024-01-02', { AdjClose: '9.95' })],
      new: [bar('2024-01-03', { 'Adj Close': '9.95' })],
    });
    expect(await transform()).toMatchObject({ rows_written: 2 });
  });

  it.each([
    ['YYYYMMDD', '20240229'],
    ['DD.MM.YYYY', '29.02.2024'],
    ['DD.MM.YYYY', '29.2.2024'],
    ['MM/DD/YYYY', '2/29/2024'],
    ['DD/MM/YYYY', '29/02/2024'],
  ])('reads dates as %s', async (format, text) => {
    const { transform } = createTransforming({ file: [bar('', { Day: text })] });
    const mapping = { date: { field: 'Day', date: format } };
    expect(await transform({ mapping })).toMatchObject({ newest: '2024-02-29' });
  });

  it.each([
    [
      { price: { field: 'close' } },
      'The mapping names "price", which ohlcv does not have; its columns are symbol, date',
    ],
    [{ close: { field: 'Last' } }, 'from the field "Last", which no record has; there are: "symbol", "date"'],
    [{ close: { field: 'constructor' } }, 'which no record has'],
    [{ close: { value: 'high' } }, 'the value "high", which is no decimal'],
    [{ symbol: { value: ' ' } }, 'the value " ", which is no text'],
    [{ close: { field: 'close', date: 'YYYYMMDD' } }, 'a date format, but that column holds a decimal'],
  ])('refuses %j', async (mapping, message) => {
    const { transform, store } = createTransforming({ file: bars(1) });
    await expect(transform({ mapping })).rejects.toMatchObject({
      code: 'transform.mapping-invalid',
      message: expect.stringContaining(message),
    });
    expect(await store.rows('ohlcv')).toEqual([]);
  });

  it('needs a named field in some record only', async () => {
    const { transform } = createTransforming({
      file: [bar('2024-01-02', { Note: 'USD' }), bar('2024-01-03')],
    });
    expect(await transform({ mapping: { currency: { field: 'Note' } } })).toMatchObject({ rows_written: 2 });
  });

  it('quarantines everything when a required column is missing, and says so', async () => {
    const rows = [spxRow('2024-01-02'), spxRow('2024-01-03')];
    const { transform } = createTransforming({ file: rows });
    await expect(transform()).rejects.toMatchObject({
      code: 'transform.quality-below-threshold',
      message: expect.stringContaining(
        'No record has a field for symbol, close: say in mapping where it comes from. Fields are: "Date", "OPEN", "High"',
      ),
    });
    expect(await transform({ quality_threshold: 0 })).toMatchObject({ rows_quarantined: 2, rows_written: 0 });
  });

  it('leaves unknown fields aside', async () => {
    const { transform, store } = createTransforming({
      file: [bar('2024-01-02', { vwap: '10.2' })],
    });
    await transform();
    expect(Object.keys((await store.rows('ohlcv'))[0]?.values ?? {})).not.toContain('vwap');
  });

  it('uses the provider’s own names by default', async () => {
    const mapping = {
      symbol: { field: 't' },
      ex_date: { field: 'd', date: 'YYYYMMDD' },
      amount: { field: 'a' },
    } as const;
    const { transform, store } = createTransforming(
      { paid: [{ t: 'TIDE', d: '20240315', a: '0.390' }] },
      { target: 'dividends', mapping },
    );
    await transform();
    expect((await store.rows('dividends'))[0]?.values).toEqual({
      symbol: 'TIDE',
      ex_date: '2024-03-15',
      amount: '0.39',
      currency: null,
    });
  });
});
