import { innocent, type InnocentQuery } from './innocent-query.ts';

/** Figures: sums, means, ranks, comparisons by value. */
export const innocentFigures: readonly InnocentQuery[] = [
  innocent(
    'figures of each month',
    `SELECT substr(date, 1, 7) AS month, min(low) AS low, max(high) AS high, sum(volume) AS volume, count(*) AS days
     FROM ohlcv WHERE symbol = 'TIDE' GROUP BY month ORDER BY month`,
    {
      columns: 'month|low|high|volume|days',
      rows: [
        ['2020-12', '999.9', '1011', '12345678901234568190', 2],
        ['2021-01', '990', '1010.1', '0', 1],
      ],
    },
  ),
  innocent(
    'distinct symbols by ordinal',
    "SELECT strftime('%Y-%m', date) AS month, count(DISTINCT symbol) AS symbols FROM ohlcv GROUP BY 1 ORDER BY 1",
    {
      columns: 'month|symbols',
      rows: [
        ['2020-12', 1],
        ['2021-01', 3],
      ],
    },
  ),
  innocent(
    'ranks by volume',
    "SELECT symbol, rank() OVER (ORDER BY volume DESC) AS place FROM ohlcv WHERE date = '2021-01-04' ORDER BY place",
    {
      columns: 'symbol|place',
      rows: [
        ['SOLA', 1],
        ['NRTH', 2],
        ['TIDE', 3],
      ],
    },
  ),
  innocent(
    'halves and shares of rank',
    `SELECT symbol, ntile(2) OVER (ORDER BY close) AS half, percent_rank() OVER (ORDER BY close) AS share
     FROM ohlcv WHERE date = '2021-01-04' ORDER BY close`,
    {
      columns: 'symbol|half|share',
      rows: [
        ['SOLA', 1, 0],
        ['NRTH', 1, 0.5],
        ['TIDE', 2, 1],
      ],
    },
  ),
  innocent(
    'groups above a total',
    `SELECT symbol, sum(volume) AS total FROM ohlcv GROUP BY symbol
     HAVING sum(volume) > 100000 ORDER BY total DESC`,
    {
      columns: 'symbol|total',
      rows: [
        ['TIDE', '12345678901234568190'],
        ['SOLA', '408000'],
      ],
    },
  ),
  innocent(
    'what is held, and what it is worth',
    `WITH last AS (SELECT symbol, max(date) AS date FROM ohlcv GROUP BY symbol),
     held AS (SELECT symbol, quantity FROM positions WHERE as_of = (SELECT max(as_of) FROM positions))
     SELECT held.symbol, held.quantity, o.close, dec_mul(held.quantity, o.close) AS value
     FROM held JOIN last USING (symbol) JOIN ohlcv o ON o.symbol = last.symbol AND o.date = last.date
     ORDER BY value DESC`,
    {
      columns: 'symbol|quantity|close|value',
      rows: [
        ['NRTH', '20', '101', '2020'],
        ['SOLA', '150.5', '9.6', '1444.8'],
        ['TIDE', '0.125', '991', '123.875'],
      ],
    },
  ),
  innocent(
    'totals over what may be missing',
    `SELECT sum(dec_mul(quantity, 2)) AS n, count(cost_basis) AS known, total(cost_basis) AS basis
     FROM positions WHERE as_of = '2021-01-11'`,
    { columns: 'n|known|basis', rows: [['341.25', 2, '2350.75']] },
  ),
  innocent(
    'nought for what is missing',
    `SELECT symbol, coalesce(cost_basis, 0) AS basis FROM positions WHERE as_of = '2021-01-11' ORDER BY basis DESC`,
    {
      columns: 'symbol|basis',
      rows: [
        ['SOLA', '1400.75'],
        ['NRTH', '950'],
        ['TIDE', '0'],
      ],
    },
  ),
  innocent(
    'bands of price',
    `SELECT symbol, CASE WHEN close > 100 THEN 'high' WHEN close > 50 THEN 'middle' ELSE 'low' END AS band,
       count(*) AS n
     FROM ohlcv GROUP BY symbol, band ORDER BY symbol, band`,
    {
      columns: 'symbol|band|n',
      rows: [
        ['NRTH', 'high', 4],
        ['NRTH', 'middle', 2],
        ['SOLA', 'low', 6],
        ['TIDE', 'high', 3],
      ],
    },
  ),
  innocent(
    'prices between two values',
    'SELECT symbol, date FROM ohlcv WHERE close BETWEEN 10 AND 97.5 ORDER BY symbol, date',
    {
      columns: 'symbol|date',
      rows: [
        ['NRTH', '2021-01-06'],
        ['NRTH', '2021-01-07'],
        ['SOLA', '2021-01-05'],
        ['SOLA', '2021-01-06'],
        ['SOLA', '2021-01-07'],
      ],
    },
  ),
  innocent(
    "a sum that floats can't hold",
    "SELECT sum(amount) AS paid FROM dividends WHERE symbol = 'NRTH'",
    {
      columns: 'paid',
      rows: [['0.3']],
    },
  ),
  innocent(
    'the widest days',
    'SELECT symbol, date, dec_sub(high, low) AS span FROM ohlcv ORDER BY span DESC, symbol LIMIT 2',
    {
      columns: 'symbol|date|span',
      rows: [
        ['TIDE', '2021-01-04', '20.1'],
        ['TIDE', '2020-12-30', '10.2'],
      ],
    },
  ),
  innocent(
    'counts with filters',
    `SELECT count(*) FILTER (WHERE close > open) AS up, count(*) FILTER (WHERE close < open) AS down,
       count(*) FILTER (WHERE close = open) AS flat
     FROM ohlcv WHERE symbol <> 'TIDE'`,
    { columns: 'up|down|flat', rows: [[8, 4, 0]] },
  ),
  innocent(
    'days above the mean',
    `SELECT date FROM ohlcv
     WHERE symbol = 'NRTH' AND close > (SELECT avg(close) FROM ohlcv WHERE symbol = 'NRTH') ORDER BY date`,
    { columns: 'date', rows: [['2021-01-04'], ['2021-01-05'], ['2021-01-08'], ['2021-01-11']] },
  ),
  innocent(
    'a mean, rounded half away from zero',
    "SELECT avg(close) AS mean, round(avg(close), 2) AS rounded FROM ohlcv WHERE symbol = 'NRTH'",
    { columns: 'mean|rounded', rows: [['100.125', '100.13']] },
  ),
  innocent(
    'a median',
    `WITH ordered AS (
       SELECT close, row_number() OVER (ORDER BY close) AS n, count(*) OVER () AS total
       FROM ohlcv WHERE symbol = 'SOLA'
     )
     SELECT avg(close) AS median FROM ordered WHERE n IN ((total + 1) / 2, (total + 2) / 2)`,
    { columns: 'median', rows: [['9.95']] },
  ),
  innocent(
    'a calculation with floats, asked for',
    "SELECT CAST(close AS REAL) * 2 AS twice FROM ohlcv WHERE symbol = 'NRTH' AND date = '2021-01-04'",
    { columns: 'twice', rows: [[200.5]] },
  ),
  innocent('the highest closes', 'SELECT close FROM ohlcv ORDER BY close DESC LIMIT 4', {
    columns: 'close',
    rows: [['1010.1'], ['1005.05'], ['991'], ['104']],
  }),
  innocent('a price spelled with a nought more', 'SELECT date FROM ohlcv WHERE close = 1010.10', {
    columns: 'date',
    rows: [['2020-12-31']],
  }),
  innocent('a price spelled as text', "SELECT date FROM ohlcv WHERE close = '1010.10'", {
    columns: 'date',
    rows: [['2020-12-31']],
  }),
  innocent(
    'up or down, as a number',
    "SELECT symbol, dec_cmp(close, open) AS direction FROM ohlcv WHERE date = '2021-01-06' ORDER BY symbol",
    {
      columns: 'symbol|direction',
      rows: [
        ['NRTH', -1],
        ['SOLA', -1],
      ],
    },
  ),
  innocent(
    'exact arithmetic without a table',
    'SELECT dec_div(1, 3, 5) AS third, dec_div(1, 0) AS missing, dec_mod(7, 3) AS rest, dec_abs(-5) AS five',
    { columns: 'third|missing|rest|five', rows: [['0.33333', null, '1', '5']] },
  ),
  innocent('the extremes, without names of their own', 'SELECT max(close), min(close), count(*) FROM ohlcv', {
    columns: 'max(close)|min(close)|count(*)',
    rows: [['1010.1', '9.2', 15]],
  }),
  innocent(
    'the largest share of a whole',
    `WITH sums AS (SELECT symbol, sum(volume) AS v FROM ohlcv WHERE symbol <> 'TIDE' GROUP BY symbol)
     SELECT symbol, dec_round(dec_div(dec_mul(v, 100), (SELECT sum(v) FROM sums)), 1) AS share
     FROM sums ORDER BY share DESC`,
    {
      columns: 'symbol|share',
      rows: [
        ['SOLA', '97'],
        ['NRTH', '3'],
      ],
    },
  ),
];
