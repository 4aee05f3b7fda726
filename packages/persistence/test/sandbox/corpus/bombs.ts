/** A query that wants too much: it must end soon, in little memory, whatever it answers. */
export interface Bomb {
  readonly what: string;
  readonly sql: string;
  readonly params?: Readonly<Record<string, string | number | null>>;
}

const bomb = (what: string, sql: string, params: NonNullable<Bomb['params']> = {}): Bomb => ({
  what,
  sql,
  params,
});

/** `WITH a0 …, a1 AS (SELECT … FROM a0, a0), …`: each doubles the one before. */
function doubled(levels: number, body: (previous: string) => string): string {
  const steps = Array.from({ length: levels }, (_, index) => `a${index + 1} AS (${body(`a${index}`)})`);
  return `WITH a0 AS (SELECT symbol FROM ohlcv), ${steps.join(', ')} SELECT count(*) AS n FROM a${levels}`;
}

const list = (count: number, item: (index: number) => string, between = ', '): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(between);

const wrap = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);

/** A text of about 900,000 characters, made in one row. */
const bigText = `SELECT group_concat(symbol || date || open || high || low || close) AS t FROM ohlcv WHERE date < '2001-02-01'`;

/** One text of 810,000 times the same letter: to look for almost the same in it takes the square of that. */
const sameLetters = `WITH b AS MATERIALIZED (
  SELECT replace(replace(printf('%900s', ''), ' ', printf('%900s', '')), ' ', 'a') AS t
)`;

const counting = (where: string, item = 'n + 1'): string =>
  `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT ${item} FROM c${where})`;

const growing = (start: string, step: string, rounds: number): string =>
  `WITH RECURSIVE g(i, t) AS (SELECT 1, ${start} UNION ALL SELECT i + 1, ${step} FROM g WHERE i < ${rounds})`;

const endless: readonly Bomb[] = [
  bomb('an endless recursion, counted', `${counting('')} SELECT count(*) AS n FROM c`),
  bomb('an endless recursion, given', `${counting('')} SELECT n FROM c`),
  bomb('an endless recursion whose rows are all dropped', `${counting('')} SELECT n FROM c WHERE n < 0`),
  bomb('an endless recursion that finds nothing new', `${counting('', 'n % 7')} SELECT sum(n) AS n FROM c`),
  bomb(
    'an endless recursion that remembers every row',
    'WITH RECURSIVE c(n) AS (SELECT 1 UNION SELECT n + 1 FROM c) SELECT max(n) AS n FROM c',
  ),
  bomb(
    'a recursion that doubles',
    'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + d FROM c, (SELECT 0 AS d UNION ALL SELECT 1)) SELECT count(*) AS n FROM c',
  ),
  bomb(
    'an endless recursion within EXISTS',
    `${counting('')} SELECT symbol FROM ohlcv WHERE EXISTS (SELECT 1 FROM c WHERE n < 0)`,
  ),
  bomb('an endless recursion ordered', `${counting('')} SELECT n FROM c ORDER BY n DESC LIMIT 3`),
  bomb(
    'an endless recursion of days',
    "WITH RECURSIVE d(day) AS (SELECT '0001-01-01' UNION ALL SELECT date(day, '+1 day') FROM d) SELECT count(strftime('%j', day)) AS n FROM d",
  ),
  bomb(
    'an endless recursion in a limit',
    `${counting('')} SELECT symbol FROM ohlcv LIMIT (SELECT count(*) FROM c)`,
  ),
];

const crossed: readonly Bomb[] = [
  bomb('every bar with every other', 'SELECT count(*) AS n FROM ohlcv a, ohlcv b'),
  bomb('four times every bar', 'SELECT count(*) AS n FROM ohlcv a, ohlcv b, ohlcv c, ohlcv d'),
  bomb('every pair that differs', 'SELECT count(*) AS n FROM ohlcv a JOIN ohlcv b ON a.close < b.close'),
  bomb(
    'every pair in text',
    "SELECT max(a.symbol || b.symbol) AS t FROM ohlcv a, ohlcv b WHERE a.close || 'x' < b.close || 'y'",
  ),
  bomb('pairs that are given', 'SELECT a.symbol, b.date, a.close, b.close AS other FROM ohlcv a, ohlcv b'),
  bomb('pairs made distinct', 'SELECT DISTINCT a.close, b.close AS other FROM ohlcv a, ohlcv b'),
  bomb(
    'pairs grouped',
    'SELECT a.close, b.close AS other, count(*) AS n FROM ohlcv a, ohlcv b GROUP BY a.close, b.close',
  ),
  bomb('pairs sorted', 'SELECT a.symbol FROM ohlcv a, ohlcv b ORDER BY b.close, a.close LIMIT 1'),
  bomb(
    'a correlated subquery for every bar',
    'SELECT o.symbol, (SELECT count(*) FROM ohlcv p WHERE p.volume > o.volume) AS n FROM ohlcv o',
  ),
  bomb(
    'NOT IN over an expression',
    "SELECT count(*) AS n FROM ohlcv WHERE close || '' NOT IN (SELECT o.close || p.symbol FROM ohlcv o, ohlcv p)",
  ),
  bomb('a full join on nothing', 'SELECT count(*) AS n FROM ohlcv a FULL JOIN ohlcv b ON a.low > b.high'),
];

const compiled: readonly Bomb[] = [
  bomb(
    'tables doubled over and over',
    doubled(11, (a) => `SELECT * FROM ${a} UNION ALL SELECT * FROM ${a}`),
  ),
  bomb(
    'tables doubled as often as allowed',
    doubled(7, (a) => `SELECT * FROM ${a} UNION ALL SELECT * FROM ${a}`),
  ),
  bomb(
    'joins doubled as often as allowed',
    doubled(6, (a) => `SELECT x.symbol FROM ${a} x, ${a} y`),
  ),
  bomb(
    'joins doubled over and over',
    doubled(10, (a) => `SELECT x.symbol FROM ${a} x, ${a} y`),
  ),
  bomb(
    'subqueries doubled over and over',
    doubled(10, (a) => `SELECT symbol FROM ${a} WHERE symbol IN (SELECT symbol FROM ${a})`),
  ),
  bomb(
    'tables tripled over and over',
    doubled(8, (a) => `SELECT p.symbol FROM ${a} p JOIN ${a} q USING (symbol) JOIN ${a} r USING (symbol)`),
  ),
  bomb(
    'a compound of many arms',
    list(60, (i) => `SELECT ${i} AS n FROM ohlcv`, ' UNION '),
  ),
  bomb(
    'a compound of as many arms as allowed',
    list(15, (i) => `SELECT close || '${i}' AS n FROM ohlcv`, ' UNION '),
  ),
  bomb('a join of many tables', `SELECT count(*) AS n FROM ${list(16, (i) => `ohlcv t${i}`)}`),
  bomb(
    'a join with many ways to go about it',
    `SELECT count(*) AS n FROM ${list(12, (i) => `ohlcv t${i}`)} WHERE ${list(11, (i) => `(t${i}.symbol = t${i + 1}.date OR t${i}.close = t${i + 1}.open OR t${i}.date = t${i + 1}.symbol)`, ' AND ')}`,
  ),
  bomb(
    'a join of many keys',
    `SELECT count(*) AS n FROM ${list(14, (i) => `ohlcv t${i}`)} WHERE ${list(13, (i) => `t${i}.symbol = t${i + 1}.symbol AND t${i}.date = t${i + 1}.date`, ' AND ')}`,
  ),
  bomb(
    'a natural join of many tables',
    `SELECT count(*) AS n FROM ${list(15, (i) => `ohlcv t${i}`, ' NATURAL JOIN ')}`,
  ),
  bomb(
    'many columns, many times',
    `SELECT ${list(30, (i) => `t${i % 3}.*`)} FROM ohlcv t0, ohlcv t1, ohlcv t2`,
  ),
  bomb('a wide row of texts', `SELECT ${list(120, (i) => `symbol || date || close AS c${i}`)} FROM ohlcv`),
  bomb(
    'a long list in IN',
    `SELECT count(*) AS n FROM ohlcv WHERE volume IN (${list(1100, (i) => `${i}00`)})`,
  ),
  bomb(
    'a long chain of OR',
    `SELECT count(*) AS n FROM ohlcv WHERE ${list(140, (i) => `close = '${i}.5'`, ' OR ')}`,
  ),
  bomb('a long concatenation', `SELECT ${list(140, () => 'payload_sha256', ' || ')} AS t FROM ohlcv`),
  bomb('calls within calls', `SELECT ${wrap(50, 'abs(', '1', ')')} AS n FROM ohlcv`),
  bomb('subqueries within subqueries', wrap(35, 'SELECT * FROM (', 'SELECT symbol FROM ohlcv', ')')),
  bomb('cases within cases', `SELECT ${wrap(50, 'CASE WHEN close > 1 THEN ', '1', ' END')} AS n FROM ohlcv`),
];

const texts: readonly Bomb[] = [
  bomb('a text that doubles', `${growing("'abcdefgh'", 't || t', 60)} SELECT max(length(t)) AS n FROM g`),
  bomb('a text that doubles, given', `${growing("'abcdefgh'", 't || t', 30)} SELECT t FROM g`),
  bomb(
    'a replacement that grows',
    `${growing("'aa'", "replace(t, 'a', 'aaaaaaaa')", 30)} SELECT length(t) AS n FROM g`,
  ),
  bomb(
    'replacements in a chain',
    `SELECT length(${wrap(30, 'replace(', "'aaaaaaaa'", ", 'a', 'aaaaaaaa')")}) AS n`,
  ),
  bomb(
    'everything in one text',
    'SELECT group_concat(symbol || date || open || close || payload_sha256) AS t FROM ohlcv',
  ),
  bomb(
    'everything in one text, squared',
    'SELECT length(group_concat(a.payload_sha256 || b.payload_sha256)) AS n FROM ohlcv a, ohlcv b',
  ),
  bomb(
    'a text for every prefix of the rows',
    'SELECT max(length(t)) AS n FROM (SELECT group_concat(payload_sha256) OVER (ORDER BY symbol, date) AS t FROM ohlcv)',
  ),
  bomb('a wide printf', "SELECT printf('%1000s', symbol) AS t FROM ohlcv"),
  bomb('a far too wide printf', "SELECT printf('%999999999s', symbol) AS t FROM ohlcv"),
  bomb('a printf whose width is an argument', "SELECT printf('%*s', 900000000, symbol) AS t FROM ohlcv"),
  bomb('a printf with many decimals', "SELECT format('%.900000000f', CAST(close AS REAL)) AS t FROM ohlcv"),
  bomb(
    'a search in a big text',
    `WITH b AS MATERIALIZED (${bigText}) SELECT sum(instr(b.t, '5' || o.close || 'zzz')) AS n FROM b, ohlcv o`,
  ),
  bomb(
    'a search for a big text',
    `WITH b AS MATERIALIZED (${bigText}) SELECT instr(t || t, replace(t, '1', '2') || 'z') AS n FROM b`,
  ),
  bomb(
    'a pattern that goes back and back',
    `SELECT count(*) AS n FROM ohlcv WHERE payload_sha256 || payload_sha256 || date LIKE '${'%0%a'.repeat(40)}%z'`,
  ),
  bomb(
    'the like over a long text',
    `WITH b AS MATERIALIZED (${bigText}) SELECT count(*) AS n FROM b WHERE t LIKE '${'%1_2'.repeat(200)}'`,
  ),
  bomb(
    'a GLOB that goes back and back',
    `WITH b AS MATERIALIZED (${bigText}) SELECT count(*) AS n FROM b WHERE t GLOB '${'*[0-9]?1'.repeat(100)}z'`,
  ),
  bomb('a pattern from a parameter', 'SELECT count(*) AS n FROM ohlcv WHERE payload_sha256 LIKE :pattern', {
    pattern: '%a%0'.repeat(2000),
  }),
  bomb('a huge parameter', 'SELECT length(:t) AS n, :t AS t FROM ohlcv', { t: 'x'.repeat(900_000) }),
  bomb(
    'upper, lower and trim of a big text',
    `WITH b AS MATERIALIZED (${bigText}) SELECT max(length(trim(upper(lower(b.t)), o.close))) AS n FROM b, ohlcv o`,
  ),
  bomb(
    'a JSON text that grows',
    `${growing('json_array(1)', 'json_array(t, t)', 40)} SELECT length(t) AS n FROM g`,
  ),
  bomb(
    'a JSON text that nests',
    `${growing("'1'", "'[' || t || ']'", 5000)} SELECT max(json_valid(t)) AS n FROM g`,
  ),
  bomb(
    'all rows as one JSON text',
    "SELECT json_group_array(json_object('s', symbol, 'd', date, 'c', close, 'p', payload_sha256)) AS t FROM ohlcv",
  ),
];

/** One call each, which nothing can break off but a kill. */
const calls: readonly Bomb[] = [
  bomb(
    'a search for what is almost there',
    `${sameLetters} SELECT instr(t, substr(t, 1, 400000) || 'b') AS n FROM b`,
  ),
  bomb(
    'a replacement of what is almost there',
    `${sameLetters} SELECT length(replace(t, substr(t, 1, 400000) || 'b', 'c')) AS n FROM b`,
  ),
  bomb(
    'a trim of a text by a text',
    `${sameLetters} SELECT length(trim(t, replace(substr(t, 1, 70000), 'a', 'c') || 'a')) AS n FROM b`,
  ),
  bomb(
    'a LIKE of what is almost there',
    `${sameLetters} SELECT t LIKE '%' || substr(t, 1, 900) || 'b' AS n FROM b`,
  ),
  bomb('a LIKE of many pieces', `${sameLetters} SELECT t LIKE '${'%a_'.repeat(300)}%b' AS n FROM b`),
  bomb(
    'a GLOB of what is almost there',
    `${sameLetters} SELECT t GLOB '*' || substr(t, 1, 900) || 'b' AS n FROM b`,
  ),
  bomb('a GLOB of many classes', `${sameLetters} SELECT t GLOB '${'*[!b-z]?'.repeat(110)}*b' AS n FROM b`),
  bomb(
    'a time in a long format',
    `${sameLetters} SELECT length(strftime(replace(substr(t, 1, 400000), 'a', '%Y'), '2021-01-04')) AS n FROM b`,
  ),
  bomb(
    'a path into a long JSON text',
    `${sameLetters} SELECT json_extract('["' || t || '"]', '$[0]') AS n, json_array_length('[' || replace(substr(t, 1, 400000), 'a', '1,') || '1]') AS m FROM b`,
  ),
  bomb(
    'a JSON text nested beyond measure',
    `${sameLetters} SELECT json_valid(replace(t, 'a', '[')) AS n, json_type(replace(substr(t, 1, 900), 'a', '[')) AS m FROM b`,
  ),
  bomb(
    'a long text as a number',
    `${sameLetters} SELECT is_dec(replace(t, 'a', '9')) AS n, dec_cmp(replace(t, 'a', '9'), 1) AS m FROM b`,
  ),
  bomb(
    'a comparison of long numbers in text',
    `${sameLetters} SELECT count(*) AS n FROM b, ohlcv o WHERE dec(o.close) > dec(substr(replace(t, 'a', '1'), 1, 500))`,
  ),
];

const sorted: readonly Bomb[] = [
  bomb('a big sort of wide rows', 'SELECT * FROM ohlcv_all ORDER BY payload_sha256 || close, low DESC, high'),
  bomb('a big sort, far in', 'SELECT * FROM ohlcv ORDER BY volume LIMIT 10 OFFSET 49000'),
  bomb('a limit beyond all rows', 'SELECT * FROM ohlcv LIMIT 9000000000000000000 OFFSET 0'),
  bomb(
    'an offset beyond all rows',
    'SELECT a.symbol FROM ohlcv a, ohlcv b LIMIT 1 OFFSET 9000000000000000000',
  ),
  bomb(
    'many sorts at once',
    `SELECT ${list(12, (i) => `rank() OVER (ORDER BY close || '${i}') AS r${i}`)} FROM ohlcv`,
  ),
  bomb(
    'a window over all rows for each',
    'SELECT symbol, max(close) OVER (ORDER BY date, symbol ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS m FROM ohlcv',
  ),
  bomb(
    'a sum over all rows but one for each',
    'SELECT sum(close) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS s FROM ohlcv',
  ),
  bomb(
    'a text window over all rows for each',
    'SELECT length(group_concat(date) OVER (ROWS BETWEEN 20000 PRECEDING AND 20000 FOLLOWING EXCLUDE TIES)) AS n FROM ohlcv',
  ),
  bomb(
    'distinct counts in groups',
    `SELECT symbol, ${list(10, (i) => `count(DISTINCT close || '${i}' || date) AS n${i}`)} FROM ohlcv GROUP BY symbol`,
  ),
  bomb('everything distinct', 'SELECT DISTINCT * FROM ohlcv UNION SELECT * FROM ohlcv_all'),
];

const decimals: readonly Bomb[] = [
  bomb(
    'a product that grows',
    `${growing("dec('99999999999999999999.5')", 'dec_mul(t, t)', 60)} SELECT max(length(t)) AS n FROM g`,
  ),
  bomb(
    'a product that grows slowly, for ever',
    `WITH RECURSIVE g(t) AS (SELECT dec('1.0000001') UNION ALL SELECT dec_round(dec_mul(t, '1.0000001'), 200) FROM g) SELECT count(t) AS n FROM g`,
  ),
  bomb('long divisions', 'SELECT sum(dec_div(a.close, dec_add(b.low, 7), 200)) AS n FROM ohlcv a, ohlcv b'),
  bomb(
    'long divisions in a recursion',
    `WITH RECURSIVE g(i, t) AS (SELECT 1, dec(1) UNION ALL SELECT i + 1, dec_div(t, '1.7', 200) FROM g) SELECT count(t) AS n FROM g`,
  ),
  bomb(
    'a sum over pairs',
    'SELECT sum(dec_mul(a.close, b.close)) AS n, avg(a.close) AS m FROM ohlcv a, ohlcv b',
  ),
  bomb('a huge exponent', "SELECT dec_add('1e9999999', '1') AS a"),
  bomb('a huge exponent in a comparison', "SELECT count(*) AS n FROM ohlcv WHERE close < dec('1e999999999')"),
  bomb(
    'a rounding of long texts',
    `WITH b AS MATERIALIZED (${bigText}) SELECT dec_round(replace(replace(t, 'S', '1'), '.', ''), 200) AS n FROM b`,
  ),
  bomb(
    'a number of a million digits',
    `${growing("'9'", 't || t', 20)} SELECT dec_mul(t, t) AS n FROM g WHERE i = 20`,
  ),
  bomb(
    'comparisons of long numbers',
    `WITH b AS MATERIALIZED (SELECT '1' || replace(printf('%500s', ''), ' ', '0') AS z) SELECT count(*) AS n FROM ohlcv x, ohlcv y, b WHERE dec_cmp(x.close || z, y.close || z) > 0`,
  ),
  bomb(
    'formats of many digits',
    "SELECT printf('%,200.200f', dec_mul(a.close, b.close)) AS t FROM ohlcv a, ohlcv b",
  ),
  bomb(
    'a rank of products',
    'SELECT rank() OVER (ORDER BY dec_mul(a.close, b.close)) AS r FROM ohlcv a, ohlcv b',
  ),
];

/** More than 36 ways to want too much. */
export const bombs: readonly Bomb[] = [
  ...endless,
  ...crossed,
  ...compiled,
  ...texts,
  ...calls,
  ...sorted,
  ...decimals,
];
