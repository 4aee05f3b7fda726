import { forbidden, type ForbiddenQuery } from './forbidden-query.ts';

/** What people try where they think that text is put into a query: none of it is a query by itself. */
const tails = [
  "' OR '1'='1",
  "' OR 1=1 --",
  "' OR ''='",
  '" OR ""="',
  "') OR ('1'='1",
  "admin' --",
  "admin' /*",
  "' UNION SELECT NULL, NULL --",
  "' UNION ALL SELECT value FROM settings --",
  "'; DROP TABLE ohlcv_all; --",
  "'; SELECT sql FROM sqlite_master; --",
  "1' AND 1=(SELECT count(*) FROM tokens) --",
  '1 OR sleep(5)#',
  "1; WAITFOR DELAY '0:0:5' --",
  "' AND randomblob(100000000) --",
  "' AND 1=LIKE('ABCDEFG', upper(hex(randomblob(100000000)))) --",
  "'||(SELECT value FROM settings)||'",
  "' || load_extension('x') || '",
  '%27%20OR%201%3D1',
  "\\' OR 1=1",
  '1 AND (SELECT 1 FROM(SELECT count(*), concat(version(), floor(rand(0)*2)) x FROM sqlite_master GROUP BY x) a)',
  "' HAVING 1=1 --",
  "' ORDER BY 10 --",
  "' GROUP BY symbol HAVING 1=1 --",
  "x' AND email IS NULL; --",
  '1e0UNION SELECT value FROM settings',
  "' PROCEDURE ANALYSE() --",
  "'; EXEC xp_cmdshell('dir') --",
  "1 INTO OUTFILE '/tmp/daybook-stolen'",
  'NULL UNION SELECT name FROM policies',
];

/** The same, put into a query by somebody careless. */
const hosts: readonly ((tail: string) => string)[] = [
  (tail) => `SELECT symbol FROM ohlcv WHERE symbol = '${tail}'`,
  (tail) => `SELECT symbol FROM ohlcv WHERE symbol = ${tail}`,
];

/** Whole queries that carry the union, the blind question or the second statement in full. */
const grafted = [
  "SELECT symbol FROM ohlcv WHERE symbol = '' UNION SELECT value FROM settings --'",
  "SELECT symbol FROM ohlcv WHERE symbol = '' UNION ALL SELECT sql FROM sqlite_master --'",
  "SELECT symbol, close FROM ohlcv WHERE symbol = '' UNION SELECT name, sha256 FROM tokens /*'",
  "SELECT symbol FROM ohlcv WHERE symbol = ''; DROP TABLE ohlcv_all; --'",
  "SELECT symbol FROM ohlcv WHERE symbol = '' OR (SELECT count(*) FROM tokens) > 0 --'",
  "SELECT symbol FROM ohlcv WHERE symbol = '' OR substr((SELECT value FROM settings), 1, 1) = 'c'",
  'SELECT symbol FROM ohlcv WHERE 1 = (SELECT CASE WHEN (SELECT count(*) FROM policies) THEN 1 ELSE abs(-9223372036854775808) END)',
  'SELECT symbol FROM ohlcv WHERE symbol GLOB (SELECT value FROM settings)',
  "SELECT symbol FROM ohlcv WHERE symbol LIKE (SELECT '%' || value FROM settings) ESCAPE '!'",
  'SELECT symbol FROM ohlcv ORDER BY (SELECT value FROM settings) DESC',
  'SELECT symbol FROM ohlcv ORDER BY CASE WHEN (SELECT 1 FROM tokens) THEN symbol ELSE close END',
  'SELECT symbol FROM ohlcv LIMIT 1 OFFSET (SELECT unicode(value) FROM settings)',
  "SELECT printf('%s', (SELECT value FROM settings)) AS v",
  'SELECT json_group_array(value) AS v FROM settings',
  "SELECT json_object('v', value) AS v FROM settings",
  'SELECT group_concat(value) OVER () AS v FROM settings',
  'SELECT first_value(value) OVER (ORDER BY key) AS v FROM settings',
  'SELECT symbol FROM ohlcv WHERE (symbol, close) IN (SELECT key, value FROM settings)',
  'SELECT symbol FROM ohlcv WHERE (SELECT value FROM settings) BETWEEN :a AND :b',
  'SELECT symbol FROM ohlcv o WHERE o.symbol = (SELECT value FROM settings WHERE key = o.symbol)',
];

/** Template text, expression text and other languages. */
const templates = [
  '{{7*7}}',
  '${7*7}',
  '#{7*7}',
  '<%= 7*7 %>',
  'SELECT {{ settings.value }} FROM ohlcv',
  'SELECT ${value} FROM ohlcv',
  'SELECT * FROM {{ table }}',
  'SELECT {fn now()}',
  'SELECT @@version',
  'SELECT xp_cmdshell',
  'db.settings.find({})',
  'return process.env',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor.constructor("return process")()',
  '() => 1',
  '%s %n %x',
  '../../etc/passwd',
  'file:///etc/passwd',
  'http://127.0.0.1/',
];

/** What other databases understand, and SQLite doesn't. */
const dialects = [
  'SELECT TOP 5 symbol FROM ohlcv',
  'SELECT symbol FROM ohlcv FETCH FIRST 5 ROWS ONLY',
  'SELECT close::numeric FROM ohlcv',
  "SELECT DATE '2021-01-04'",
  "SELECT date + INTERVAL '1 day' FROM ohlcv",
  'SELECT NOW()',
  'SELECT EXTRACT(year FROM date) FROM ohlcv',
  "SELECT DATE_TRUNC('month', date) FROM ohlcv",
  'SELECT symbol FROM ohlcv QUALIFY row_number() OVER () = 1',
  'SELECT DISTINCT ON (symbol) symbol FROM ohlcv',
  "SELECT symbol FROM ohlcv WHERE symbol ILIKE 'n%'",
  'SELECT * FROM ohlcv TABLESAMPLE BERNOULLI (10)',
  'SELECT * FROM ohlcv, LATERAL (SELECT 1) a',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM pg_catalog.pg_tables',
  'SELECT * FROM dual',
  'SELECT * FROM ohlcv INDEXED BY sqlite_autoindex_ohlcv_1',
  'SELECT * FROM ohlcv NOT INDEXED',
  'SELECT symbol FROM ohlcv PIVOT (sum(close))',
  'SELECT * EXCEPT (close) FROM ohlcv',
  'SELECT ARRAY[1, 2]',
  "COPY ohlcv TO '/tmp/daybook-stolen'",
  'GRANT ALL ON ohlcv TO agent',
  'CALL steal()',
  'SET a = 1',
  'USE main',
  'MERGE INTO ohlcv USING settings ON 1',
];

export const forbiddenInjections: readonly ForbiddenQuery[] = [
  ...forbidden('injection by itself', 'run as a query', tails),
  ...forbidden('injection in full', 'tell anything of an internal table', grafted),
  ...forbidden('template', 'be filled in or evaluated', templates),
  ...forbidden('dialect', 'be guessed at', dialects),
];

/** Queries with such text inside: inert within a literal, refused elsewhere. Either way they tell of `ohlcv` at most. */
export const inertInjections: readonly string[] = tails.flatMap((tail) => hosts.map((host) => host(tail)));
