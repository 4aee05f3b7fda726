import type { JsonValue } from '@daybook/kernel';
import type { Change } from './change-document.ts';
import type { InvalidCase } from './invalid-case.ts';

const list = (length: number, value: (index: number) => JsonValue): readonly JsonValue[] =>
  Array.from({ length }, (_, index) => value(index));
const trigger = (parts: { readonly [key: string]: JsonValue }): Change => [
  '/trigger',
  { timezone: 'Europe/Vienna', ...parts },
];
const cron = (text: string): readonly Change[] => [trigger({ cron: text })];
/** What is wrong with the document around the steps. */
export const documentCases: readonly InvalidCase[] = [
  ['no schema version', [['/schema_version']], '/schema_version', 'schema.invalid'],
  ['a schema version in quotes', [['/schema_version', '1']], '/schema_version', 'schema.invalid'],
  [
    'a schema version of the future',
    [['/schema_version', 2]],
    '/schema_version',
    'policy.version-unsupported',
  ],
  [
    'a schema version before the first',
    [['/schema_version', 0]],
    '/schema_version',
    'policy.version-unsupported',
  ],
  ['a fraction as schema version', [['/schema_version', 1.5]], '/schema_version', 'schema.invalid'],
  ['no name', [['/name']], '/name', 'schema.invalid'],
  ['an empty name', [['/name', '']], '/name', 'schema.invalid'],
  ['a name of 129 characters', [['/name', 'x'.repeat(129)]], '/name', 'schema.invalid'],
  ['a name with a line break', [['/name', 'a\nb']], '/name', 'schema.invalid'],
  ['a name that reorders its text', [['/name', 'a\u202eb']], '/name', 'schema.invalid'],
  ['a name with a zero-width joiner', [['/name', 'a\u200db']], '/name', 'schema.invalid'],
  ['a name that is not in NFC', [['/name', 'cafe\u0301']], '/name', 'schema.invalid'],
  ['a name that ends with a space', [['/name', 'brief ']], '/name', 'schema.invalid'],
  ['a number as name', [['/name', 7]], '/name', 'schema.invalid'],
  ['a list as description', [['/description', []]], '/description', 'schema.invalid'],
  [
    'a description beyond all measure',
    [['/description', 'x'.repeat(2001)]],
    '/description',
    'schema.invalid',
  ],
  ['an unknown key', [['/owner', 'me']], '/owner', 'schema.key-unknown'],
  ['a misspelled key', [['/descripton', 'x']], '/descripton', 'schema.key-unknown'],
  ['a list as document', [['', []]], '', 'schema.invalid'],
  ['null as document', [['', null]], '', 'schema.invalid'],
  ['no steps', [['/steps']], '/steps', 'schema.invalid'],
  ['an empty list of steps', [['/steps', []]], '/steps', 'schema.invalid'],
  ['an object as steps', [['/steps', {}]], '/steps', 'schema.invalid'],
  ['a text as step', [['/steps/4', 'send']], '/steps/4', 'schema.invalid'],
  [
    '51 steps',
    [
      [
        '/steps',
        list(51, (index) => ({
          id: `s${index}`,
          type: 'fetch',
          params: { provider: 'sample', dataset: 'ohlcv' },
        })),
      ],
    ],
    '/steps',
    'schema.invalid',
  ],
  [
    'a list as variables',
    [
      ['/variables', []],
      ['/steps/4/params/folder', 'x'],
    ],
    '/variables',
    'schema.invalid',
  ],
  ['a variable in capitals', [['/variables/Recipient', 'x']], '/variables/Recipient', 'schema.invalid'],
  ['a variable with a hyphen', [['/variables/a-b', 'x']], '/variables/a-b', 'schema.invalid'],
  [
    'a bearer token',
    [['/variables/note', `Bearer ${'a1b2c3d4'.repeat(3)}`]],
    '/variables/note',
    'policy.secret',
  ],
  ['a private key', [['/description', '-----BEGIN PRIVATE KEY-----']], '/description', 'policy.secret'],
  [
    'a variable that is called a key',
    [['/variables/fred_api_key', 'abcdef123456']],
    '/variables/fred_api_key',
    'policy.secret',
  ],
];

/** What is wrong with the trigger. */
export const triggerCases: readonly InvalidCase[] = [
  ['a text as trigger', [['/trigger', '0 9 * * *']], '/trigger', 'schema.invalid'],
  [
    'an unknown key in the trigger',
    [trigger({ cron: '0 9 * * *', tz: 'UTC' })],
    '/trigger/tz',
    'schema.key-unknown',
  ],
  ['no zone', [['/trigger', { cron: '0 9 * * *' }]], '/trigger/timezone', 'schema.invalid'],
  [
    'an unknown zone',
    [['/trigger', { cron: '0 9 * * *', timezone: 'Europe/Wien' }]],
    '/trigger/timezone',
    'trigger.timezone-unknown',
  ],
  [
    'an offset as zone',
    [['/trigger', { cron: '0 9 * * *', timezone: '+02:00' }]],
    '/trigger/timezone',
    'trigger.timezone-unknown',
  ],
  ['no time', [trigger({})], '/trigger', 'trigger.timing-missing'],
  [
    'two times',
    [trigger({ cron: '0 9 * * *', calendar: { mic: 'XNYS', after_close: 'PT30M' } })],
    '/trigger',
    'trigger.timing-ambiguous',
  ],
  [
    'a calendar without a time',
    [trigger({ calendar: { mic: 'XNYS' } })],
    '/trigger',
    'trigger.timing-missing',
  ],
  [
    'an answer to closed markets without cron',
    [trigger({ calendar: { mic: 'XNYS', after_close: 'PT30M', closed: 'skip' } })],
    '/trigger/calendar/closed',
    'trigger.closed-without-cron',
  ],
  [
    'an unknown market',
    [trigger({ calendar: { mic: 'XXXX', after_close: 'PT30M' } })],
    '/trigger/calendar/mic',
    'schema.invalid',
  ],
  [
    'a duration of days after the close',
    [trigger({ calendar: { mic: 'XNYS', after_close: 'P1D' } })],
    '/trigger/calendar/after_close',
    'schema.invalid',
  ],
  [
    'an empty duration',
    [trigger({ calendar: { mic: 'XNYS', after_close: 'PT' } })],
    '/trigger/calendar/after_close',
    'schema.invalid',
  ],
  [
    'another answer to closed markets',
    [trigger({ cron: '0 9 * * *', calendar: { mic: 'XNYS', closed: 'run' } })],
    '/trigger/calendar/closed',
    'schema.invalid',
  ],
  [
    'a grace of nothing',
    [trigger({ cron: '0 9 * * *', misfire_grace_time: 0 })],
    '/trigger/misfire_grace_time',
    'schema.invalid',
  ],
  [
    'a grace of more than a day',
    [trigger({ cron: '0 9 * * *', misfire_grace_time: 86_401 })],
    '/trigger/misfire_grace_time',
    'schema.invalid',
  ],
  [
    'a fraction of a second of grace',
    [trigger({ cron: '0 9 * * *', misfire_grace_time: 0.5 })],
    '/trigger/misfire_grace_time',
    'schema.invalid',
  ],
  [
    'four instances',
    [trigger({ cron: '0 9 * * *', max_instances: 4 })],
    '/trigger/max_instances',
    'schema.invalid',
  ],
  [
    'yes instead of true',
    [trigger({ cron: '0 9 * * *', enabled: 'yes' })],
    '/trigger/enabled',
    'schema.invalid',
  ],
  [
    'a number as coalesce',
    [trigger({ cron: '0 9 * * *', coalesce: 1 })],
    '/trigger/coalesce',
    'schema.invalid',
  ],
  [
    'another day match',
    [trigger({ cron: '0 9 13 * *', day_match: 'both' })],
    '/trigger/day_match',
    'schema.invalid',
  ],
  ['seconds in cron', cron('0 30 16 * * FRI'), '/trigger/cron', 'trigger.cron-invalid'],
  ['years in cron', cron('0 30 16 * * FRI 2027'), '/trigger/cron', 'trigger.cron-invalid'],
  ['four cron fields', cron('0 9 * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['minute 60', cron('60 9 * * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['hour 24', cron('0 24 * * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['day 32', cron('0 9 32 * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['month 0', cron('0 9 * 0 *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['weekday 8', cron('0 9 * * 8'), '/trigger/cron', 'trigger.cron-invalid'],
  ['a full name', cron('0 9 * * Friday'), '/trigger/cron', 'trigger.cron-invalid'],
  ['a range that runs backwards', cron('0 9 * * FRI-MON'), '/trigger/cron', 'trigger.cron-invalid'],
  ['hours that run backwards', cron('0 22-2 * * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['a step without a range', cron('5/20 * * * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['a question mark', cron('0 9 ? * MON'), '/trigger/cron', 'trigger.cron-invalid'],
  ['the day before the last', cron('0 9 L-1 * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['30 February', cron('0 9 30 2 *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['31 June and September', cron('0 9 31 6,9 *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['both day fields', cron('0 9 13 * FRI'), '/trigger/cron', 'trigger.cron-invalid'],
  [
    'a step beside a weekday',
    [trigger({ cron: '0 9 */2 * MON', day_match: 'any' })],
    '/trigger/cron',
    'trigger.cron-invalid',
  ],
  ['a step of nothing', cron('*/0 * * * *'), '/trigger/cron', 'trigger.cron-invalid'],
  ['a sixth Friday', cron('0 9 * * FRI#6'), '/trigger/cron', 'trigger.cron-invalid'],
  ['an unknown macro', cron('@weekdays'), '/trigger/cron', 'trigger.cron-invalid'],
  ['an empty cron', cron(''), '/trigger/cron', 'schema.invalid'],
];
