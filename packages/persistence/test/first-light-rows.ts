import { brotliCompressSync } from 'node:zlib';
import type { WriteConnection } from '../src/sqlcipher-connection.ts';

const [hash, other] = ['a'.repeat(64), 'b'.repeat(64)];
const time = '2021-01-04T21:00:00.000Z';
const content = brotliCompressSync(Buffer.from('Straße'));

/** A policy document as the first release kept it. */
function documentOf(name: string, trigger?: object): string {
  return JSON.stringify({ schema_version: 1, name, ...(trigger === undefined ? {} : { trigger }) });
}

const weekly = { cron: '30 16 * * FRI', timezone: 'America/New_York' };

/** Rows of every table of the first release, in an order that its foreign keys accept. */
export const firstLightRows: readonly (readonly [table: string, ...values: unknown[]])[] = [
  ['policies', 'pol_1', 'by hand', time],
  ['policies', 'pol_2', 'weekly', time],
  ['policies', 'pol_3', 'off', time],
  ['policies', 'pol_4', 'after the close', time],
  ['policy_versions', 'pol_1', 1, documentOf('by hand'), hash, time],
  ['policy_versions', 'pol_2', 1, documentOf('weekly', { ...weekly, enabled: false }), hash, time],
  ['policy_versions', 'pol_2', 2, documentOf('weekly', { ...weekly, coalesce: false }), other, time],
  ['policy_versions', 'pol_3', 1, documentOf('off', { ...weekly, enabled: false }), hash, time],
  [
    'policy_versions',
    'pol_4',
    1,
    documentOf('after the close', { timezone: 'UTC', calendar: { mic: 'XNYS', after_close: 'PT30M' } }),
    hash,
    time,
  ],
  ['pipeline_runs', 'run_1', 'pol_2', 2, 'manual', 'cli', time, time, 'success', time, time],
  ['pipeline_runs', 'run_2', 'pol_2', 2, 'manual', 'cli', time, time, 'running', time, null],
  ['pipeline_steps', 'run_1', 'prices', 0, 'fetch', 1, 'success', 1, time, time, null, '{"a":1}', null],
  ['payloads', hash, 'text/csv', 7, content],
  ['payload_origins', hash, 'file', 'ohlcv', 'bars', 'bars.csv', time],
  ['quarantine', 1, hash, 'file', 'ohlcv', 3, 'number', 'close', 'x', '{"close":"x"}', 'run_1', 'bars', time],
  ['reports', 'rep_1', 'pol_2', 'brief'],
  ['report_versions', 'rep_1', 1, 'Brief', content, content, hash, other, 0, 'run_1', time],
  ['artifacts', 'art_1', 'rep_1', 1, 'html', 'brief.html', hash, other, 'run_1', content],
  [
    'report_delivery',
    'dlv_1',
    hash,
    'rep_1',
    1,
    'art_1',
    'file',
    'a.html',
    'run_1',
    'sent',
    null,
    time,
    time,
  ],
  [
    'report_delivery',
    'dlv_2',
    other,
    'rep_1',
    1,
    'art_1',
    'file',
    'b.html',
    'run_2',
    'sending',
    null,
    time,
    null,
  ],
  ['provider_order', 'file', 1],
  ['instruments_all', 'NRTH', 'North', 'stock', 'USD', null, 'file', hash, 'run_1', time, null],
];

/** Fills a database that has the schema of the first release. */
export async function insertFirstLightRows({ run }: WriteConnection): Promise<void> {
  for (const [table, ...values] of firstLightRows) {
    await run(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, values);
  }
}
