import type { JsonValue } from '@daybook/kernel';
import type { Change } from './change-document.ts';

/** A right document: changes of the base document. */
export type ValidCase = readonly [name: string, changes: readonly Change[]];

const trigger = (parts: { readonly [key: string]: JsonValue }): Change => [
  '/trigger',
  { timezone: 'Europe/Vienna', ...parts },
];
const cron = (text: string): readonly Change[] => [trigger({ cron: text })];
const written = { ref: 'ctx.bars.rows_written' };

/** Documents that use every part of the language, each in one place. */
export const validCases: readonly ValidCase[] = [
  ['nothing else', []],
  ['a description', [['/description', 'Prices, every Friday.']]],
  ['an empty description', [['/description', '']]],
  ['a name in another script', [['/name', '週報 – Börse']]],
  ['no variables', [['/variables'], ['/steps/4/params/folder', 'briefs']]],
  ['variables of every kind', [['/variables/list', [1, 'a', null, { b: true }]]]],
  ['a variable that nobody uses', [['/variables/spare', 1]]],
  ['a reference as the value of a variable', [['/variables/spare', { ref: 'ctx.nowhere' }]]],
  ['a trigger on Fridays', cron('30 16 * * FRI')],
  ['a trigger on working days', cron('0 9 * * MON-FRI')],
  ['a trigger every quarter of an hour', cron('*/15 * * * *')],
  ['a trigger with a step over a range', cron('10-40/15 9-17/4 * * *')],
  ['a trigger on the last day', cron('0 18 L * *')],
  ['a trigger on the last working day', cron('0 18 LW * *')],
  ['a trigger on the working day nearest to the 15th', cron('0 18 15W * *')],
  ['a trigger on the last Friday', cron('0 18 * * 5L')],
  ['a trigger on the third Friday', cron('0 18 * * FRI#3')],
  ['a trigger from Friday to Sunday', cron('0 18 * * FRI-SUN')],
  ['a trigger on leap days', cron('0 0 29 2 *')],
  ['a macro', cron('@daily')],
  ['a trigger on Friday the 13th', [trigger({ cron: '0 9 13 * FRI', day_match: 'all' })]],
  ['a trigger on Fridays and on the 13th', [trigger({ cron: '0 9 13 * FRI', day_match: 'any' })]],
  ['a trigger after the close', [trigger({ calendar: { mic: 'XNYS', after_close: 'PT1H30M' } })]],
  [
    'a trigger that waits for an open market',
    [trigger({ cron: '0 9 * * *', calendar: { mic: 'XLON', closed: 'next_open' } })],
  ],
  [
    'everything that a trigger can say',
    [
      trigger({
        cron: '0 9 * * *',
        enabled: false,
        misfire_grace_time: 86_400,
        coalesce: false,
        max_instances: 3,
      }),
    ],
  ],
  ['a zone by its old name', [['/trigger', { cron: '0 9 * * *', timezone: 'US/Eastern' }]]],
  [
    'steps in reverse',
    [
      ['/steps/4/needs', ['prices']],
      ['/steps/0/timeout', 1],
    ],
  ],
  ['needs beside references', [['/steps/1/needs', ['prices']]]],
  ['a lenient need', [['/steps/2/needs', [{ id: 'bars', allow_failed: true }]]]],
  ['the longest timeout', [['/steps/0/timeout', 3600]]],
  [
    'retries',
    [
      ['/steps/0/on_error', 'retry_then_fail'],
      ['/steps/0/retry', { max_attempts: 10, base: 1, cap: 3600 }],
    ],
  ],
  ['a step that may fail', [['/steps/0/on_error', 'log_and_continue']]],
  ['a step that may be empty', [['/steps/0/allow_empty', true]]],
  ['a condition', [['/steps/2/skip_if', { field: written, op: 'eq', value: 0 }]]],
  [
    'a condition without a value',
    [['/steps/2/skip_if', { field: { ref: 'ctx.bars.newest' }, op: 'empty', if_missing: true }]],
  ],
  [
    'a condition of conditions',
    [
      [
        '/steps/2/skip_if',
        {
          all: [{ any: [{ field: written, op: 'lt', value: 1 }] }, { not: { field: written, op: 'exists' } }],
        },
      ],
    ],
  ],
  [
    'a condition with a variable',
    [
      ['/variables/least', 5],
      ['/steps/2/skip_if', { field: written, op: 'lt', value: { var: 'least' } }],
    ],
  ],
  ['a condition on a list', [['/steps/2/skip_if', { field: written, op: 'between', value: [0, 10] }]]],
  ['a reference to a part', [['/steps/3/params/report', { ref: 'ctx.brief' }]]],
  ['an optional reference', [['/steps/4/params/artifacts', { ref: 'ctx.pages.artifacts', optional: false }]]],
  ['references inside a list', [['/steps/4/params/artifacts', [{ ref: 'ctx.pages.artifacts[0]' }]]]],
  [
    'SQL with words of other statements',
    [['/steps/2/params/queries/closes/sql', "SELECT 'DROP TABLE ohlcv; DELETE' AS note, close FROM ohlcv"]],
  ],
  [
    'a text about secrets',
    [['/description', 'The secret is patience; the token of it a password like "hunter".']],
  ],
];
