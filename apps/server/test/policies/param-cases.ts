import type { JsonValue } from '@daybook/kernel';
import type { InvalidCase } from './invalid-case.ts';

const list = (length: number, value: (index: number) => JsonValue): readonly JsonValue[] =>
  Array.from({ length }, (_, index) => value(index));
const fetch = '/steps/0/params';
const transform = '/steps/1/params';
const report = '/steps/2/params';
const render = '/steps/3/params';
const send = '/steps/4/params';
const check = {
  name: 'rows',
  condition: { field: { ref: 'ctx.bars.rows_read' }, op: 'gt', value: 0 },
  message: 'No rows.',
};
const gate = (...checks: readonly JsonValue[]): readonly [string, JsonValue] => [
  '/steps/5',
  { id: 'gate', type: 'assert', params: { checks } },
];
const query = (params: JsonValue): readonly [string, JsonValue] => [
  '/steps/5',
  { id: 'rows', type: 'query', params },
];
const mail = (parts: { readonly [key: string]: JsonValue }): readonly [string, JsonValue] => [
  send,
  {
    channel: 'email',
    to: ['me@example.org'],
    subject: 'Brief',
    artifacts: { ref: 'ctx.pages.artifacts' },
    ...parts,
  },
];

/** What is wrong with the parameters of a step type. */
export const paramCases: readonly InvalidCase[] = [
  ['no provider', [[`${fetch}/provider`]], `${fetch}/provider`, 'schema.invalid'],
  ['an unknown provider', [[`${fetch}/provider`, 'yaho']], `${fetch}/provider`, 'provider.unknown'],
  ['an unknown dataset', [[`${fetch}/dataset`, 'olhcv']], `${fetch}/dataset`, 'schema.invalid'],
  [
    'a dataset that the provider lacks',
    [
      [`${fetch}/dataset`, 'news'],
      [`${transform}/target`, 'news'],
    ],
    `${fetch}/dataset`,
    'provider.dataset-not-offered',
  ],
  [
    'a symbol with a space',
    [[`${fetch}/criteria/symbols`, ['A B']]],
    `${fetch}/criteria/symbols/0`,
    'schema.invalid',
  ],
  ['no symbols', [[`${fetch}/criteria/symbols`, []]], `${fetch}/criteria/symbols`, 'schema.invalid'],
  [
    '201 symbols',
    [[`${fetch}/criteria/symbols`, list(201, (index) => `S${index}`)]],
    `${fetch}/criteria/symbols`,
    'schema.invalid',
  ],
  [
    'a symbol given twice',
    [[`${fetch}/criteria/symbols`, ['A', 'A']]],
    `${fetch}/criteria/symbols`,
    'schema.invalid',
  ],
  [
    'a path as file',
    [[fetch, { provider: 'file', dataset: 'ohlcv', criteria: { files: ['../a.csv'] } }]],
    `${fetch}/criteria/files/0`,
    'schema.invalid',
  ],
  [
    'a file name with a control character',
    [[fetch, { provider: 'file', dataset: 'ohlcv', criteria: { files: ['a\u0000.csv'] } }]],
    `${fetch}/criteria/files/0`,
    'schema.invalid',
  ],
  [
    'a list as title',
    [query({ sql: 'SELECT 1 AS one' }), [`${report}/title`, { ref: 'ctx.rows.rows' }]],
    `${report}/title`,
    'reference.type-mismatch',
  ],
  [
    'symbols for files',
    [[fetch, { provider: 'file', dataset: 'ohlcv', criteria: { symbols: ['A'] } }]],
    `${fetch}/criteria/symbols`,
    'provider.criteria-not-taken',
  ],
  [
    'files for symbols',
    [[`${fetch}/criteria`, { files: ['a.csv'] }]],
    `${fetch}/criteria/files`,
    'provider.criteria-not-taken',
  ],
  [
    'a provider that is not told what to fetch',
    [[fetch, { provider: 'file', dataset: 'ohlcv' }]],
    fetch,
    'provider.criteria-missing',
  ],
  [
    'a range of a kind that nobody knows',
    [[`${fetch}/criteria/range`, { type: 'last', last: 'P1Y' }]],
    `${fetch}/criteria/range/type`,
    'schema.invalid',
  ],
  [
    'a duration of hours',
    [[`${fetch}/criteria/range`, { type: 'relative', last: 'PT5H' }]],
    `${fetch}/criteria/range/last`,
    'schema.invalid',
  ],
  [
    'a range that ends before it starts',
    [[`${fetch}/criteria/range`, { type: 'between', from: '2024-02-01', until: '2024-01-01' }]],
    `${fetch}/criteria/range/until`,
    'criteria.range-empty',
  ],
  [
    '30 February',
    [[`${fetch}/criteria/range`, { type: 'between', from: '2024-02-30' }]],
    `${fetch}/criteria/range/from`,
    'schema.invalid',
  ],
  [
    'a statement that writes as criteria',
    [[`${fetch}/criteria/symbols`, { type: 'db_query', sql: 'DELETE FROM positions' }]],
    `${fetch}/criteria/symbols/sql`,
    'sql.not-a-query',
  ],
  [
    'criteria in SQL that reads what is no dataset',
    [[`${fetch}/criteria/symbols`, { type: 'db_query', sql: 'SELECT name FROM settings' }]],
    `${fetch}/criteria/symbols/sql`,
    'sql.name-refused',
  ],
  [
    'criteria in SQL with a parameter',
    [
      [
        `${fetch}/criteria/symbols`,
        { type: 'db_query', sql: 'SELECT symbol FROM positions WHERE as_of = :day' },
      ],
    ],
    `${fetch}/criteria/symbols/sql`,
    'sql.parameter',
  ],
  [
    'a join with a value that no row has',
    [
      [
        `${fetch}/criteria/symbols`,
        { type: 'db_join', dataset: 'positions', on: 'symbol', where: { quantity: 'many' } },
      ],
    ],
    `${fetch}/criteria/symbols/where/quantity`,
    'criteria.value-invalid',
  ],
  [
    'a query that reads the clock',
    [[`${report}/queries/closes/sql`, "SELECT date, close FROM ohlcv WHERE date > date('now', '-7 days')"]],
    `${report}/queries/closes/sql`,
    'sql.clock',
  ],
  [
    'a query of a misspelled column',
    [[`${report}/queries/closes/sql`, 'SELECT date, clsoe FROM ohlcv']],
    `${report}/queries/closes/sql`,
    'sql.unknown-column',
  ],
  [
    'a target that was not fetched',
    [[`${transform}/target`, 'dividends']],
    `${transform}/target`,
    'transform.dataset-mismatch',
  ],
  ['a text as source', [[`${transform}/source`, 'prices']], `${transform}/source`, 'schema.invalid'],
  ['no source', [[`${transform}/source`]], `${transform}/source`, 'schema.invalid'],
  [
    'a threshold above one',
    [[`${transform}/quality_threshold`, 80]],
    `${transform}/quality_threshold`,
    'schema.invalid',
  ],
  ['an unknown way to write', [[`${transform}/write`, 'upsert']], `${transform}/write`, 'schema.invalid'],
  [
    'a mapping of no column',
    [[`${transform}/mapping`, { adjclose: { field: 'x' } }]],
    `${transform}/mapping/adjclose`,
    'transform.column-unknown',
  ],
  [
    'a mapping from nowhere',
    [[`${transform}/mapping`, { symbol: {} }]],
    `${transform}/mapping/symbol/field`,
    'schema.invalid',
  ],
  ['a report named in capitals', [[`${report}/report`, 'Brief']], `${report}/report`, 'schema.invalid'],
  ['no title', [[`${report}/title`]], `${report}/title`, 'schema.invalid'],
  [
    'a section of an unknown type',
    [[`${report}/sections/0/type`, 'metric']],
    `${report}/sections/0/type`,
    'schema.invalid',
  ],
  ['no sections', [[`${report}/sections`, []]], `${report}/sections`, 'schema.invalid'],
  [
    'a section of no query',
    [[`${report}/sections/0/query`, 'close']],
    `${report}/sections/0/query`,
    'report.query-unknown',
  ],
  [
    'a chart of an unknown kind',
    [[`${report}/sections/1/kind`, 'area']],
    `${report}/sections/1/kind`,
    'schema.invalid',
  ],
  [
    'a candlestick of one column',
    [[`${report}/sections/1/kind`, 'candlestick']],
    `${report}/sections/1/y`,
    'report.columns-invalid',
  ],
  [
    'a misspelled section key',
    [[`${report}/sections/0/colum`, 'close']],
    `${report}/sections/0/colum`,
    'schema.key-unknown',
  ],
  [
    'an unknown format',
    [[`${report}/sections/0/format`, 'money']],
    `${report}/sections/0/format`,
    'schema.invalid',
  ],
  [
    'another answer to empty reports',
    [[`${report}/on_empty`, 'never']],
    `${report}/on_empty`,
    'schema.invalid',
  ],
  [
    'SQL that writes',
    [[`${report}/queries/closes/sql`, "UPDATE ohlcv SET close = '1'"]],
    `${report}/queries/closes/sql`,
    'sql.not-a-query',
  ],
  [
    'SQL that attaches',
    [[`${report}/queries/closes/sql`, "ATTACH 'x' AS y"]],
    `${report}/queries/closes/sql`,
    'sql.not-a-query',
  ],
  [
    'a semicolon after SQL',
    [[`${report}/queries/closes/sql`, 'SELECT date, close FROM ohlcv;']],
    `${report}/queries/closes/sql`,
    'sql.trailing-semicolon',
  ],
  [
    'two statements',
    [[`${report}/queries/closes/sql`, 'SELECT 1; SELECT 2']],
    `${report}/queries/closes/sql`,
    'sql.several-statements',
  ],
  [
    'a quote that never closes',
    [[`${report}/queries/closes/sql`, "SELECT 'x FROM ohlcv"]],
    `${report}/queries/closes/sql`,
    'sql.unclosed',
  ],
  ['no SQL', [[`${report}/queries/closes`, {}]], `${report}/queries/closes/sql`, 'schema.invalid'],
  ['no formats', [[`${render}/formats`, []]], `${render}/formats`, 'schema.invalid'],
  ['a format given twice', [[`${render}/formats`, ['pdf', 'pdf']]], `${render}/formats`, 'schema.invalid'],
  ['an unknown format of files', [[`${render}/formats`, ['docx']]], `${render}/formats/0`, 'schema.invalid'],
  ['an unknown channel', [[`${send}/channel`, 'sms']], `${send}/channel`, 'schema.invalid'],
  ['a folder above', [['/variables/folder', '../outside']], `${send}/folder`, 'schema.invalid'],
  ['an absolute folder', [['/variables/folder', '/tmp']], `${send}/folder`, 'schema.invalid'],
  [
    'a placeholder that nobody fills',
    [[`${send}/name`, '{report}-{today}']],
    `${send}/name`,
    'schema.invalid',
  ],
  ['no recipient', [mail({ to: [] })], `${send}/to`, 'schema.invalid'],
  [
    'eleven recipients',
    [mail({ to: list(11, (index) => `me${index}@example.org`) })],
    `${send}/to`,
    'schema.invalid',
  ],
  ['a display name', [mail({ to: ['Me <me@example.org>'] })], `${send}/to/0`, 'schema.invalid'],
  [
    'a line break in an address',
    [mail({ to: ['me@example.org\nbcc: you@example.org'] })],
    `${send}/to/0`,
    'schema.invalid',
  ],
  [
    'a line break in the subject',
    [mail({ subject: 'Brief\nBcc: you@example.org' })],
    `${send}/subject`,
    'schema.invalid',
  ],
  ['a blind copy', [mail({ bcc: ['you@example.org'] })], `${send}/bcc`, 'schema.key-unknown'],
  ['a sender', [mail({ from: 'you@example.org' })], `${send}/from`, 'schema.key-unknown'],
  ['an attachment of no format', [mail({ attach: ['docx'] })], `${send}/attach/0`, 'schema.invalid'],
  ['no checks', [gate()], '/steps/5/params/checks', 'schema.invalid'],
  [
    'a check without a message',
    [gate({ name: 'x', condition: check.condition })],
    '/steps/5/params/checks/0/message',
    'schema.invalid',
  ],
  ['two checks of one name', [gate(check, check)], '/steps/5/params/checks/1/name', 'assert.name-duplicate'],
  [
    'a check of a constant',
    [gate({ ...check, condition: { field: 1, op: 'gt', value: 0 } })],
    '/steps/5/params/checks/0/condition/field',
    'condition.field-invalid',
  ],
  ['a query that writes', [query({ sql: 'DROP TABLE ohlcv' })], '/steps/5/params/sql', 'sql.not-a-query'],
  ['a query without SQL', [query({})], '/steps/5/params/sql', 'schema.invalid'],
  [
    'a list as parameter of SQL',
    [query({ sql: 'SELECT :x', params: { x: [] } })],
    '/steps/5/params/params/x',
    'schema.invalid',
  ],
];
