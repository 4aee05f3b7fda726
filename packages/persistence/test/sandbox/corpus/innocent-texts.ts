import { innocent, type InnocentQuery } from './innocent-query.ts';

/** Texts, names, JSON, and the shapes that a query can have. */
export const innocentTexts: readonly InnocentQuery[] = [
  innocent(
    'fields of the further columns',
    `SELECT symbol, json_extract(extra, '$.sector') AS sector, extra ->> '$.listed.year' AS year
     FROM instruments WHERE extra IS NOT NULL ORDER BY symbol`,
    {
      columns: 'symbol|sector|year',
      rows: [
        ['NRTH', 'Materials', 1998],
        ['SOLA', 'Food', 2011],
      ],
    },
  ),
  innocent(
    'a number in the further columns, exactly',
    `SELECT symbol, extra ->> 'shares' AS shares, dec_mul(extra ->> 'shares', 2) AS twice
     FROM instruments WHERE json_valid(extra) ORDER BY symbol`,
    {
      columns: 'symbol|shares|twice',
      rows: [
        ['NRTH', '1200.50', '2401'],
        ['SOLA', '90', '180'],
      ],
    },
  ),
  innocent(
    'lists in the further columns',
    `SELECT symbol, json_array_length(extra, '$.tags') AS tags, extra -> '$.tags' AS list
     FROM instruments WHERE extra IS NOT NULL ORDER BY symbol`,
    {
      columns: 'symbol|tags|list',
      rows: [
        ['NRTH', 2, '["gold","silver"]'],
        ['SOLA', 0, '[]'],
      ],
    },
  ),
  innocent(
    'symbols as a JSON list',
    'SELECT json_group_array(symbol) AS symbols FROM (SELECT symbol FROM instruments ORDER BY symbol)',
    { columns: 'symbols', rows: [['["NRTH","SOLA","TIDE","VLLM"]']] },
  ),
  innocent(
    'words of SQL within texts',
    `SELECT 'DROP TABLE ohlcv; --' AS text, 'it''s; fine /* yes */' AS note, count(*) AS n
     FROM instruments WHERE name <> 'settings' OR name IS NULL`,
    { columns: 'text|note|n', rows: [['DROP TABLE ohlcv; --', "it's; fine /* yes */", 4]] },
  ),
  innocent(
    'names that are words of SQL',
    'SELECT symbol AS "select", close AS "from", date AS [order], volume AS `group`' +
      " FROM ohlcv WHERE symbol = 'TIDE' AND date = '2020-12-31'",
    { columns: 'select|from|order|group', rows: [['TIDE', '1010.1', '2020-12-31', '300']] },
  ),
  innocent(
    'comments in every place',
    `/* first */ SELECT symbol -- the ticker; DROP TABLE nothing
     /* and its
        name (of the fund */ , name FROM instruments WHERE type = 'etf' -- one only`,
    { columns: 'symbol|name', rows: [['TIDE', 'Tide Fund 100%']] },
  ),
  innocent(
    'a line of text for each row',
    "SELECT printf('%s: %.2f (%d)', symbol, close, volume) AS line FROM ohlcv WHERE date = '2021-01-11' ORDER BY symbol",
    { columns: 'line', rows: [['NRTH: 101.00 (800)'], ['SOLA: 9.60 (54000)']] },
  ),
  innocent(
    'thousands marked, in a number beyond floats',
    "SELECT printf('%,.1f', volume) AS v FROM ohlcv WHERE symbol = 'TIDE' AND date = '2020-12-30'",
    { columns: 'v', rows: [['12,345,678,901,234,567,890.0']] },
  ),
  innocent(
    'symbols without a bar',
    'SELECT symbol FROM instruments i WHERE NOT EXISTS (SELECT 1 FROM ohlcv o WHERE o.symbol = i.symbol)',
    { columns: 'symbol', rows: [['VLLM']] },
  ),
  innocent(
    'symbols of which much is held',
    'SELECT symbol, name FROM instruments WHERE symbol IN (SELECT symbol FROM positions WHERE quantity > 15) ORDER BY symbol',
    {
      columns: 'symbol|name',
      rows: [
        ['NRTH', 'North Star Mining'],
        ['SOLA', "Sola's Café"],
      ],
    },
  ),
  innocent(
    'dividends of this year, where there are any',
    `SELECT i.symbol, d.ex_date, d.amount FROM instruments i
     LEFT JOIN dividends d ON d.symbol = i.symbol AND d.ex_date >= '2021-01-01' ORDER BY i.symbol`,
    {
      columns: 'symbol|ex_date|amount',
      rows: [
        ['NRTH', '2021-01-06', '0.2'],
        ['SOLA', null, null],
        ['TIDE', null, null],
        ['VLLM', null, null],
      ],
    },
  ),
  innocent(
    'functions of text',
    `SELECT upper(symbol) AS u, lower(type) AS l, length(name) AS n, instr(name, 'S') AS at, trim('  x ') AS t,
       replace(name, 'North', 'South') AS r, substr(name, 1, 5) AS s
     FROM instruments WHERE symbol = 'NRTH'`,
    { columns: 'u|l|n|at|t|r|s', rows: [['NRTH', 'stock', 17, 7, 'x', 'South Star Mining', 'North']] },
  ),
  innocent(
    'letters beyond ASCII',
    `SELECT name, length(name) AS n, name LIKE '%café%' AS found FROM instruments WHERE symbol = 'SOLA'`,
    { columns: 'name|n|found', rows: [["Sola's Café", 11, 1]] },
  ),
  innocent(
    'a percent sign looked for',
    "SELECT symbol FROM instruments WHERE name LIKE '%100!%' ESCAPE '!'",
    {
      columns: 'symbol',
      rows: [['TIDE']],
    },
  ),
  innocent('distinct currencies', 'SELECT DISTINCT currency FROM ohlcv ORDER BY currency DESC', {
    columns: 'currency',
    rows: [['USD'], ['EUR']],
  }),
  innocent(
    'something in place of nothing, and the other way round',
    `SELECT symbol, iif(type IS NULL, 'unknown', type) AS kind, nullif(currency, 'USD') AS abroad,
       coalesce(exchange, 'n/a') AS exchange
     FROM instruments ORDER BY symbol`,
    {
      columns: 'symbol|kind|abroad|exchange',
      rows: [
        ['NRTH', 'stock', null, 'XNYS'],
        ['SOLA', 'stock', 'EUR', 'XPAR'],
        ['TIDE', 'etf', null, 'n/a'],
        ['VLLM', 'unknown', null, 'n/a'],
      ],
    },
  ),
  innocent(
    'texts put together, in order',
    `SELECT currency, group_concat(DISTINCT symbol) AS one, count(*) AS n FROM ohlcv
     WHERE symbol <> 'TIDE' GROUP BY currency ORDER BY currency`,
    {
      columns: 'currency|one|n',
      rows: [
        ['EUR', 'SOLA', 6],
        ['USD', 'NRTH', 6],
      ],
    },
  ),
  innocent(
    'a total below the rows',
    `SELECT symbol, count(*) AS days FROM ohlcv GROUP BY symbol
     UNION ALL SELECT 'total', count(*) FROM ohlcv ORDER BY days, symbol`,
    {
      columns: 'symbol|days',
      rows: [
        ['TIDE', 3],
        ['NRTH', 6],
        ['SOLA', 6],
        ['total', 15],
      ],
    },
  ),
  innocent(
    'what two datasets share',
    'SELECT symbol FROM positions INTERSECT SELECT symbol FROM dividends ORDER BY symbol',
    { columns: 'symbol', rows: [['NRTH'], ['TIDE']] },
  ),
  innocent('what one dataset lacks', 'SELECT symbol FROM instruments EXCEPT SELECT symbol FROM positions', {
    columns: 'symbol',
    rows: [['VLLM']],
  }),
  innocent(
    'values of its own',
    `WITH target(symbol, share) AS (VALUES ('NRTH', 60), ('SOLA', 40))
     SELECT t.symbol, t.share, i.name FROM target t JOIN instruments i ON i.symbol = t.symbol ORDER BY t.share`,
    {
      columns: 'symbol|share|name',
      rows: [
        ['SOLA', 40, "Sola's Café"],
        ['NRTH', 60, 'North Star Mining'],
      ],
    },
  ),
  innocent(
    'numbers counted up',
    'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT i, i * i AS square FROM n',
    {
      columns: 'i|square',
      rows: [
        [1, 1],
        [2, 4],
        [3, 9],
        [4, 16],
      ],
    },
  ),
  innocent('no rows at all', "SELECT symbol, close FROM ohlcv WHERE date > '2030-01-01'", {
    columns: 'symbol|close',
    rows: [],
  }),
  innocent('no table at all', "SELECT 1 AS one, 'two' AS two, NULL AS three, 0.5 AS half", {
    columns: 'one|two|three|half',
    rows: [[1, 'two', null, 0.5]],
  }),
  innocent('where rows came from', 'SELECT symbol, provider, run_id, loaded_at FROM splits', {
    columns: 'symbol|provider|run_id|loaded_at',
    rows: [['NRTH', 'sample', 'run_1', '2021-01-12T00:00:00.000Z']],
  }),
  innocent(
    'a star, and a label',
    `SELECT s.*, s.symbol || ' ' || numerator || ':' || denominator AS label
     FROM (SELECT symbol, numerator, denominator FROM splits) s`,
    { columns: 'symbol|numerator|denominator|label', rows: [['NRTH', '2', '1', 'NRTH 2:1']] },
  ),
  innocent(
    'a lower-case query in one line',
    "select a.name, p.symbol from positions p join accounts a on a.id = p.account_id where p.as_of < '2021-01-10'",
    { columns: 'name|symbol', rows: [['Main account', 'NRTH']] },
  ),
  innocent(
    'empty texts and nothing apart',
    'SELECT symbol FROM instruments WHERE exchange IS NULL AND currency IS NOT NULL ORDER BY symbol NULLS LAST',
    { columns: 'symbol', rows: [['TIDE']] },
  ),
];
