import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name of the policy of the story. */
export const policyName = 'weekly-holdings';

/** What lies in the person's folder: exact amounts that no binary fraction can hold. */
export const positions = [
  { symbol: 'NRTH', quantity: '12.5', cost: '1010.10' },
  { symbol: 'TIDE', quantity: '0.3', cost: '95.07' },
] as const;

export function writePositions(folder: string): void {
  const rows = positions.map(
    ({ symbol, quantity, cost }) => `depot,${symbol},2026-03-05,${quantity},${cost},EUR`,
  );
  writeFileSync(
    join(folder, 'positions.csv'),
    ['account_id,symbol,as_of,quantity,cost_basis,currency', ...rows, ''].join('\n'),
  );
}

/** Holdings of a file and prices of the sample provider, mailed on Fridays; the data stay the same from week to week. */
export const weeklyHoldings: { [key: string]: Json } = {
  schema_version: 1,
  name: policyName,
  description: 'What I hold, Fridays after the close',
  trigger: { cron: '30 16 * * FRI', timezone: 'America/New_York', misfire_grace_time: 3600 },
  variables: { recipient: 'owner@example.org' },
  steps: [
    {
      id: 'file',
      type: 'fetch',
      params: { provider: 'file', dataset: 'positions', criteria: { files: ['positions.csv'] } },
    },
    { id: 'holdings', type: 'transform', params: { source: { ref: 'ctx.file' }, target: 'positions' } },
    {
      id: 'prices',
      type: 'fetch',
      params: {
        provider: 'sample',
        dataset: 'ohlcv',
        criteria: { symbols: ['NRTH', 'TIDE'], range: { type: 'relative', last: 'P2M' } },
      },
    },
    { id: 'bars', type: 'transform', params: { source: { ref: 'ctx.prices' }, target: 'ohlcv' } },
    {
      id: 'brief',
      type: 'store_report',
      needs: ['holdings', 'bars'],
      params: {
        report: 'weekly-holdings',
        title: 'What I hold',
        queries: {
          held: {
            sql: "SELECT symbol, quantity, cost_basis, currency FROM positions WHERE provider = 'file' ORDER BY symbol",
          },
          close: {
            sql: "SELECT date, close FROM ohlcv WHERE symbol = 'NRTH' AND date <= '2026-03-05' ORDER BY date DESC LIMIT 20",
          },
        },
        sections: [
          { type: 'metric_card', title: 'NRTH, last close', query: 'close', column: 'close' },
          { type: 'data_table', title: 'Holdings', query: 'held' },
          { type: 'chart', kind: 'line', title: 'NRTH', query: 'close', x: 'date', y: 'close' },
        ],
      },
    },
    {
      id: 'pages',
      type: 'render',
      params: { report: { ref: 'ctx.brief' }, formats: ['html', 'pdf', 'email'] },
    },
    {
      id: 'mail',
      type: 'send',
      params: {
        channel: 'email',
        to: [{ var: 'recipient' }],
        subject: 'What I hold',
        artifacts: { ref: 'ctx.pages.artifacts' },
        attach: ['pdf'],
      },
    },
  ],
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Writes a value at a JSON Pointer of a document. */
export function setAt(document: Json, pointer: string, value: Json): void {
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.pop() ?? '';
  let place = document as Record<string, Json>;
  for (const part of parts) place = place[part] as Record<string, Json>;
  place[last] = value;
}

/** The policy with two words misspelled. */
export function withMistakes(): { [key: string]: Json } {
  const document = structuredClone(weeklyHoldings);
  setAt(document, '/steps/2/params/provider', 'smaple');
  setAt(document, '/steps/4/params/sections/1/query', 'hled');
  return document;
}
