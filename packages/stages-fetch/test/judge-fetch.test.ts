import type { JsonValue } from '@daybook/kernel';
import { fetchStepShape } from '@daybook/stages-fetch';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const found = (params: JsonValue) =>
  fetchStepShape.judge(params).map(({ path, code }) => `${code} /${path.join('/')}`);

const bars = { provider: 'yahoo', dataset: 'ohlcv', criteria: { symbols: ['SPY'] } };
const file = { provider: 'file', dataset: 'ohlcv', criteria: { files: ['bars.csv'] } };
const withSymbols = (symbols: JsonValue) => ({ ...bars, criteria: { symbols } });

describe('judging the parameters of fetch', () => {
  it.each<[JsonValue]>([
    [bars],
    [file],
    [{ provider: 'sample', dataset: 'positions' }],
    [{ provider: 'polygon', dataset: 'ohlcv', criteria: { symbols: ['SPY'] } }],
    [
      {
        provider: 'treasury',
        dataset: 'rates',
        criteria: { range: { type: 'incremental', initial: 'P1Y' } },
      },
    ],
    [withSymbols({ type: 'db_query', sql: 'SELECT symbol FROM positions' })],
    [
      withSymbols({
        type: 'db_join',
        dataset: 'positions',
        on: 'symbol',
        where: { account_id: 'main', quantity: 1.5, as_of: { ref: 'ctx.a.day' } },
      }),
    ],
    [withSymbols({ type: 'db_join', dataset: 'watchlist', on: 'symbol', where: { note: 'core' } })],
  ])('finds nothing wrong with %j', (params) => {
    expect(found(params)).toEqual([]);
  });

  it.each<[JsonValue, string]>([
    [{ ...bars, provider: 'yahooo' }, 'provider.unknown /provider'],
    [{ ...bars, provider: 'toString' }, 'provider.unknown /provider'],
    [{ ...bars, dataset: 'filings' }, 'provider.dataset-not-offered /dataset'],
    [{ provider: 'sample', dataset: 'news' }, 'provider.dataset-not-offered /dataset'],
    [{ ...bars, criteria: file.criteria }, 'provider.criteria-not-taken /criteria/files'],
    [{ ...file, criteria: bars.criteria }, 'provider.criteria-not-taken /criteria/symbols'],
    [{ ...file, criteria: { ...file.criteria, range: {} } }, 'provider.criteria-not-taken /criteria/range'],
    [
      { provider: 'sample', dataset: 'accounts', criteria: { symbols: ['NRTH'] } },
      'provider.criteria-not-taken /criteria/symbols',
    ],
    [{ provider: 'file', dataset: 'ohlcv' }, 'provider.criteria-missing /'],
    [{ ...bars, criteria: {} }, 'provider.criteria-missing /criteria'],
    [
      withSymbols({ type: 'db_query', sql: 'SELECT symbol FROM positions;' }),
      'sql.trailing-semicolon /criteria/symbols/sql',
    ],
    [
      withSymbols({ type: 'db_query', sql: 'DELETE FROM positions' }),
      'sql.not-a-query /criteria/symbols/sql',
    ],
    [
      withSymbols({ type: 'db_join', dataset: 'positions', on: 'exchange' }),
      'criteria.column-unknown /criteria/symbols/on',
    ],
    [
      withSymbols({ type: 'db_join', dataset: 'positions', on: 'symbol', where: { acount_id: 'main' } }),
      'criteria.column-unknown /criteria/symbols/where/acount_id',
    ],
    [
      withSymbols({ type: 'db_join', dataset: 'positions', on: 'symbol', where: { quantity: 'many' } }),
      'criteria.value-invalid /criteria/symbols/where/quantity',
    ],
    [
      {
        ...bars,
        criteria: { symbols: ['SPY'], range: { type: 'between', from: '2020-02-01', until: '2020-01-01' } },
      },
      'criteria.range-empty /criteria/range/until',
    ],
  ])('finds one thing wrong with %j', (params, expected) => {
    expect(found(params)).toEqual([expected]);
  });

  it('says what was meant, and what is offered', () => {
    expect(fetchStepShape.judge({ ...bars, provider: 'yaho' })).toMatchObject([{ suggestion: 'yahoo' }]);
    expect(fetchStepShape.judge({ provider: 'ecb', dataset: 'ohlcv' })).toMatchObject([
      {
        message: expect.stringMatching(
          /^The provider "ecb" does not offer ohlcv; it offers: fx_rates, rates\. Providers of ohlcv: sample, file, yahoo/,
        ),
      },
    ]);
    const where = { acount_id: 'main' };
    const join = withSymbols({ type: 'db_join', dataset: 'positions', on: 'symbol', where });
    expect(fetchStepShape.judge(join)).toMatchObject([{ suggestion: 'account_id' }]);
  });

  it('passes over what is not known yet', () => {
    const reference = { ref: 'ctx.held.rows[*].symbol' };
    expect(found(withSymbols(reference))).toEqual([]);
    expect(found({ ...bars, provider: reference, criteria: {} })).toEqual([]);
    expect(found({ ...bars, dataset: reference, criteria: {} })).toEqual([]);
    expect(found({ ...bars, criteria: reference })).toEqual([]);
    expect(found(withSymbols({ type: 'db_query', sql: reference }))).toEqual([]);
  });

  it('never stumbles over a document', () => {
    const member = fc.constantFrom(
      'provider',
      'dataset',
      'criteria',
      'symbols',
      'range',
      'type',
      'sql',
      'on',
      'where',
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          'file',
          'yahoo',
          'ohlcv',
          'db_query',
          'db_join',
          'positions',
          'between',
          '',
          1,
          null,
          true,
        ),
        fc.dictionary(member, tie('value')),
        fc.array(tie('value'), { maxLength: 2 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (params) => {
        expect(Array.isArray(fetchStepShape.judge(params as JsonValue))).toBe(true);
      }),
    );
  });
});
