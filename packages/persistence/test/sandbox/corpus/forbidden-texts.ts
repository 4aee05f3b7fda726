import { forbidden, type ForbiddenQuery } from './forbidden-query.ts';

const character = (code: number): string => String.fromCodePoint(code);

/** Characters that are not seen, or that turn the order of what is seen. */
const unseen = [
  0x00ad, 0x061c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
  0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff,
];

/** Control characters that SQLite takes for an end, for blanks, or for nothing. */
const controls = [0x00, 0x01, 0x07, 0x08, 0x0b, 0x0c, 0x1a, 0x1b, 0x7f];

/** Letters of other scripts that look like those of a name that means something. */
const lookalikes = [
  'SELECT * FROM s\u0435ttings',
  'SELECT * FROM \u0455ettings',
  'SELECT * FROM t\u043ekens',
  'SELECT * FROM ohlc\u03bd',
  'SELECT * FROM \uff53\uff45\uff54\uff54\uff49\uff4e\uff47\uff53',
  'SELECT * FROM \uff4f\uff48\uff4c\uff43\uff56',
  'SELECT * FROM setting\u017f',
  'SELECT * FROM to\u212aens',
  'SELECT s\u0443mbol FROM ohlcv',
  'SELECT \u0131d FROM accounts',
  'SELECT su\u043c(close) FROM ohlcv',
  'SELECT * FROM se\u0301ttings',
  '\uff33\uff25\uff2c\uff25\uff23\uff34 1',
  'SELECT 1\u037e SELECT 2',
  'SELECT 1\u2028; DELETE FROM policies',
  'SELECT\u00a01 AS a FROM settings',
  'SELECT \u2018a\u2019 AS a FROM ohlcv',
  'SELECT * FROM \u201csettings\u201d',
  "SELECT \u02bca\u02bc; DROP TABLE ohlcv_all --'",
  'SELECT 1 \uff0d\uff0d 2',
];

/** Comments that hide the end of a statement, or the beginning of one. */
const comments = [
  'SELECT 1 /* open',
  'SELECT 1 /* /* */ */',
  'SELECT 1 /*/',
  'SELECT 1 --\n; DELETE FROM policies',
  'SELECT 1 --\r; DELETE FROM policies\n; SELECT 2',
  'SELECT /*! value */ value FROM settings',
  'SELECT/**/value/**/FROM/**/settings',
  'SELECT value -- from ohlcv\nFROM settings -- from ohlcv',
  'SELECT 1) UNION SELECT value FROM settings --',
  'SELECT 1) LIMIT 1 --',
  '/**/DELETE/**/FROM/**/ohlcv_all',
  '--\nPRAGMA table_info(settings)',
  "SELECT '/*' AS a FROM settings WHERE '*/' = '*/'",
  'SELECT 1 # comment',
  'SELECT 1 // comment',
  'SELECT sett/**/ings FROM ohlcv',
  '/* SELECT 1 */',
  'SELECT 1 */',
];

const quotes = [
  "SELECT 'open",
  'SELECT "open',
  'SELECT [open',
  'SELECT `open',
  "SELECT ''' AS a",
  "SELECT 'a'' FROM ohlcv",
  "SELECT 'a' 'b' FROM settings",
  'SELECT (1',
  'SELECT 1)',
  'SELECT ((1)',
  'SELECT * FROM (SELECT 1',
  "SELECT \\'a\\' FROM ohlcv",
  "SELECT E'a' FROM ohlcv",
  'SELECT $$a$$',
  "SELECT q'[a]'",
];

function nested(depth: number): readonly string[] {
  return [
    `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)} AS a`,
    `SELECT ${'- '.repeat(depth)}1 AS a`,
    `SELECT ${'NOT '.repeat(depth)}1 AS a`,
    `SELECT ${'abs('.repeat(depth)}1${')'.repeat(depth)} AS a`,
    `SELECT ${'CASE WHEN 1 THEN '.repeat(depth)}1${' END'.repeat(depth)} AS a`,
    `SELECT * FROM ${'(SELECT * FROM '.repeat(depth)}ohlcv${')'.repeat(depth)}`,
    `SELECT ${'(SELECT '.repeat(depth)}1${')'.repeat(depth)} AS a`,
    `SELECT symbol FROM ohlcv WHERE ${'EXISTS (SELECT 1 WHERE '.repeat(depth)}1${')'.repeat(depth)}`,
  ];
}

const overlong = [
  `SELECT '${'a'.repeat(10_000)}' AS a`,
  `SELECT 1 AS a ${' '.repeat(10_000)}`,
  `SELECT 1 AS a /*${'*'.repeat(10_000)}*/`,
  `SELECT ${'1,'.repeat(6_000)}1`,
  `SELECT '${'\u{1f4c8}'.repeat(5_001)}' AS a`,
];

/** The refusal of an overlong or deeply nested text costs the same as that of a short one. */
const huge = [
  '('.repeat(2_000_000),
  'SELECT '.repeat(300_000),
  `SELECT '${"''".repeat(1_000_000)}'`,
  `SELECT ${'/**/'.repeat(500_000)}1`,
  `${'WITH a AS ('.repeat(100_000)}SELECT 1`,
];

export const forbiddenTexts: readonly ForbiddenQuery[] = [
  ...forbidden('unseen characters', 'read otherwise than it looks', [
    ...unseen.map((code) => `SELECT symbol${character(code)} FROM ohlcv`),
    ...unseen.map((code) => `SELECT symbol FROM ohlcv WHERE symbol = 'NR${character(code)}TH'`),
    `SELECT symbol FROM ohlcv /* ${character(0x202e)} ohlcv morf */`,
    `SELECT 1 AS "a${character(0x200b)}"`,
    `SELECT * FROM sett${character(0x200b)}ings`,
  ]),
  ...forbidden('control characters', 'end early or read otherwise than it looks', [
    ...controls.map((code) => `SELECT 1 AS a${character(code)}`),
    ...controls.map((code) => `SELECT 'a${character(code)}b' AS a`),
    ...controls.map((code) => `${character(code)}SELECT value FROM settings`),
    `SELECT symbol FROM ohlcv -- ${character(0)}\n`,
    `SELECT value FROM settings${character(0)} SELECT symbol FROM ohlcv`,
  ]),
  ...forbidden('lone surrogates', 'be turned into other characters on the way', [
    'SELECT \ud800 FROM ohlcv',
    "SELECT '\udfff' AS a",
    "SELECT 'a\ud83dsettings' AS a FROM settings",
  ]),
  ...forbidden('lookalikes', 'be taken for the name that they look like', lookalikes),
  ...forbidden('comments', 'hide a part of itself in a comment', comments),
  ...forbidden('quotes', 'leave a quote or a bracket open', quotes),
  ...forbidden('nesting', 'exhaust the stack', [...nested(70), ...nested(400)]),
  ...forbidden('length', 'be longer than allowed', overlong),
  ...forbidden('length beyond measure', 'take longer to refuse than to read', huge),
];
