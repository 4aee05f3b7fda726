import { innocent, type InnocentQuery } from './innocent-query.ts';

/** Series over time: newest rows, windows, returns, gaps. */
export const innocentSeries: readonly InnocentQuery[] = [
  innocent(
    'the newest bar of each symbol, by a window',
    `SELECT symbol, date, close FROM (
       SELECT symbol, date, close, row_number() OVER (PARTITION BY symbol ORDER BY date DESC) AS n FROM ohlcv
     ) WHERE n = 1 ORDER BY symbol`,
    {
      columns: 'symbol|date|close',
      rows: [
        ['NRTH', '2021-01-11', '101'],
        ['SOLA', '2021-01-11', '9.6'],
        ['TIDE', '2021-01-04', '991'],
      ],
    },
  ),
  innocent(
    'the newest bar of each symbol, by a correlated subquery',
    `SELECT o.symbol, o.close FROM ohlcv o
     WHERE o.date = (SELECT max(p.date) FROM ohlcv p WHERE p.symbol = o.symbol) ORDER BY o.close DESC`,
    {
      columns: 'symbol|close',
      rows: [
        ['TIDE', '991'],
        ['NRTH', '101'],
        ['SOLA', '9.6'],
      ],
    },
  ),
  innocent(
    "the newest bar of each symbol, by SQLite's bare columns",
    'SELECT symbol, max(date) AS date, close FROM ohlcv GROUP BY symbol ORDER BY symbol',
    {
      columns: 'symbol|date|close',
      rows: [
        ['NRTH', '2021-01-11', '101'],
        ['SOLA', '2021-01-11', '9.6'],
        ['TIDE', '2021-01-04', '991'],
      ],
    },
  ),
  innocent(
    'the newest bar of each symbol, by row values',
    `SELECT symbol, date, close FROM ohlcv
     WHERE (symbol, date) IN (SELECT symbol, max(date) FROM ohlcv GROUP BY symbol) ORDER BY 1`,
    {
      columns: 'symbol|date|close',
      rows: [
        ['NRTH', '2021-01-11', '101'],
        ['SOLA', '2021-01-11', '9.6'],
        ['TIDE', '2021-01-04', '991'],
      ],
    },
  ),
  innocent(
    'a moving average',
    `SELECT date, round(avg(close) OVER (ORDER BY date ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), 4) AS ma3
     FROM ohlcv WHERE symbol = 'NRTH' ORDER BY date`,
    {
      columns: 'date|ma3',
      rows: [
        ['2021-01-04', '100.25'],
        ['2021-01-05', '101.375'],
        ['2021-01-06', '99.4167'],
        ['2021-01-07', '98.5'],
        ['2021-01-08', '99'],
        ['2021-01-11', '100.8333'],
      ],
    },
  ),
  innocent(
    'daily returns in percent',
    `SELECT date, dec_round(dec_mul(dec_sub(dec_div(close, prev, 10), 1), 100), 2) AS pct
     FROM (SELECT date, close, lag(close) OVER (ORDER BY date) AS prev FROM ohlcv WHERE symbol = 'NRTH')
     WHERE prev IS NOT NULL ORDER BY date`,
    {
      columns: 'date|pct',
      rows: [
        ['2021-01-05', '2.24'],
        ['2021-01-06', '-6.83'],
        ['2021-01-07', '2.09'],
        ['2021-01-08', '6.67'],
        ['2021-01-11', '-2.88'],
      ],
    },
  ),
  innocent(
    'the largest drawdown',
    `WITH peaks AS (
       SELECT date, close, max(close) OVER (ORDER BY date) AS peak FROM ohlcv WHERE symbol = 'NRTH'
     )
     SELECT date, dec_round(dec_mul(dec_sub(dec_div(close, peak, 12), 1), 100), 2) AS drawdown
     FROM peaks ORDER BY drawdown LIMIT 1`,
    { columns: 'date|drawdown', rows: [['2021-01-06', '-6.83']] },
  ),
  innocent(
    'a running total',
    "SELECT date, sum(volume) OVER (ORDER BY date) AS running FROM ohlcv WHERE symbol = 'NRTH' ORDER BY date",
    {
      columns: 'date|running',
      rows: [
        ['2021-01-04', '1000'],
        ['2021-01-05', '2500'],
        ['2021-01-06', '6500'],
        ['2021-01-07', '9000'],
        ['2021-01-08', '12000'],
        ['2021-01-11', '12800'],
      ],
    },
  ),
  innocent(
    'first and last close in a named window',
    `SELECT DISTINCT symbol, first_value(close) OVER w AS first_close, last_value(close) OVER w AS last_close
     FROM ohlcv
     WINDOW w AS (PARTITION BY symbol ORDER BY date ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
     ORDER BY symbol`,
    {
      columns: 'symbol|first_close|last_close',
      rows: [
        ['NRTH', '100.25', '101'],
        ['SOLA', '9.8', '9.6'],
        ['TIDE', '1005.05', '991'],
      ],
    },
  ),
  innocent(
    'gaps of more than a day',
    `SELECT symbol, prev, date, CAST(julianday(date) - julianday(prev) AS INTEGER) AS days
     FROM (SELECT symbol, date, lag(date) OVER (PARTITION BY symbol ORDER BY date) AS prev FROM ohlcv)
     WHERE julianday(date) - julianday(prev) > 1 ORDER BY symbol, date`,
    {
      columns: 'symbol|prev|date|days',
      rows: [
        ['NRTH', '2021-01-08', '2021-01-11', 3],
        ['SOLA', '2021-01-08', '2021-01-11', 3],
        ['TIDE', '2020-12-31', '2021-01-04', 4],
      ],
    },
  ),
  innocent(
    'every calendar day, with a bar or without',
    `WITH RECURSIVE days(day) AS (
       SELECT '2021-01-06' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2021-01-11'
     )
     SELECT day, close FROM days LEFT JOIN ohlcv ON ohlcv.date = days.day AND symbol = 'SOLA' ORDER BY day`,
    {
      columns: 'day|close',
      rows: [
        ['2021-01-06', '10.1'],
        ['2021-01-07', '10.15'],
        ['2021-01-08', '9.2'],
        ['2021-01-09', null],
        ['2021-01-10', null],
        ['2021-01-11', '9.6'],
      ],
    },
  ),
  innocent(
    'the last four days up to the moment',
    `SELECT date, close FROM ohlcv
     WHERE symbol = :symbol AND date BETWEEN date(:as_of, '-4 days') AND date(:as_of) ORDER BY date`,
    {
      columns: 'date|close',
      rows: [
        ['2021-01-07', '97.5'],
        ['2021-01-08', '104'],
        ['2021-01-11', '101'],
      ],
    },
    { symbol: 'NRTH', as_of: '2021-01-11T21:00:00.000Z' },
  ),
  innocent(
    'symbols whose newest price is older than three days',
    `SELECT symbol, max(date) AS last FROM ohlcv GROUP BY symbol
     HAVING max(date) < date(:as_of, '-3 days') ORDER BY symbol`,
    { columns: 'symbol|last', rows: [['TIDE', '2021-01-04']] },
  ),
  innocent(
    'the close of each week',
    `SELECT strftime('%Y-%W', date) AS week, max(date) AS last_day, close FROM ohlcv WHERE symbol = 'NRTH'
     GROUP BY week ORDER BY week`,
    {
      columns: 'week|last_day|close',
      rows: [
        ['2021-01', '2021-01-08', '104'],
        ['2021-02', '2021-01-11', '101'],
      ],
    },
  ),
  innocent(
    'dates reckoned from the moment',
    `SELECT date(:as_of, 'start of month') AS month_start,
       date(:as_of, 'start of month', '+1 month', '-1 day') AS month_end, strftime('%w', :as_of) AS weekday,
       CAST(julianday(date(:as_of)) - julianday('2020-12-31') AS INTEGER) AS days`,
    { columns: 'month_start|month_end|weekday|days', rows: [['2021-01-01', '2021-01-31', '1', 11]] },
  ),
  innocent(
    'two providers that disagree',
    `SELECT a.symbol, a.date, a.close AS sample, b.close AS tape
     FROM ohlcv_all a JOIN ohlcv_all b USING (symbol, date)
     WHERE a.provider = 'sample' AND b.provider = 'tape' AND a.close <> b.close`,
    { columns: 'symbol|date|sample|tape', rows: [['NRTH', '2021-01-05', '102.5', '102.55']] },
  ),
  innocent(
    'rows that are provisional',
    'SELECT symbol, date, provisional FROM ohlcv WHERE provisional = 1 ORDER BY symbol',
    {
      columns: 'symbol|date|provisional',
      rows: [
        ['NRTH', '2021-01-11', 1],
        ['SOLA', '2021-01-11', 1],
      ],
    },
  ),
];
