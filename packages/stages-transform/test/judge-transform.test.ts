import type { JsonValue } from '@daybook/kernel';
import { transformStepShape } from '@daybook/stages-transform';
import { describe, expect, it } from '@jest/globals';

const judge = (mapping: JsonValue, target: JsonValue = 'ohlcv') =>
  transformStepShape.judge({ source: { ref: 'ctx.prices' }, target, mapping });
const found = (mapping: JsonValue, target?: JsonValue) =>
  judge(mapping, target).map(({ path, code }) => `${code} /${path.join('/')}`);

describe('judging the parameters of transform', () => {
  it.each<[JsonValue]>([
    [{ symbol: { value: 'SPX' }, close: { field: 'Last' }, date: { field: 'Day', date: 'DD.MM.YYYY' } }],
    [{ close: { value: '12.50' }, volume: { value: '' } }],
    [{ symbol: { ref: 'ctx.held.rows[0].symbol' } }],
    [{ close: { value: { ref: 'ctx.held.rows[0].close' } } }],
    [{ ref: 'ctx.held.rows[0]' }],
    ['no mapping'],
    [null],
  ])('finds nothing wrong with the mapping %j', (mapping) => {
    expect(found(mapping)).toEqual([]);
  });

  it.each<[JsonValue, string]>([
    [{ closing: { field: 'Last' } }, 'transform.column-unknown /mapping/closing'],
    [{ toString: { field: 'Last' } }, 'transform.column-unknown /mapping/toString'],
    [{ closing: 7 }, 'transform.column-unknown /mapping/closing'],
    [{ close: { value: '12,5' } }, 'transform.mapping-invalid /mapping/close/value'],
    [{ symbol: { value: ' ' } }, 'transform.mapping-invalid /mapping/symbol/value'],
    [{ close: { field: 'Last', date: 'YYYYMMDD' } }, 'transform.mapping-invalid /mapping/close/date'],
  ])('finds one thing wrong with the mapping %j', (mapping, expected) => {
    expect(found(mapping)).toEqual([expected]);
  });

  it('names the column that was probably meant', () => {
    expect(judge({ adj_clsoe: { field: 'Adj' } })).toMatchObject([
      { suggestion: 'adj_close', message: expect.stringContaining('its columns are symbol, date, open') },
    ]);
  });

  it('does not judge what it cannot know', () => {
    expect(found({ closing: { field: 'Last' } }, 'quotes')).toEqual([]);
    expect(found({ closing: { field: 'Last' } }, { ref: 'ctx.prices.dataset' })).toEqual([]);
    expect(transformStepShape.judge('params')).toEqual([]);
  });
});
