import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The instant at which every engine of these tests starts; the slot of the scheduled policy is due right then. */
export const startInstant = '2026-03-06T09:00:00.000Z';
export const slotInstant = '2026-03-06T09:00:00.000Z';

const rowCount = 120;

/** What provider `file` reads. */
export function writeFiles(folder) {
  mkdirSync(folder, { recursive: true });
  const rows = Array.from(
    { length: rowCount },
    (_, index) => `depot,SYM${index},2026-03-05,${index + 1}.5,${(index + 1) * 7}.07,EUR`,
  );
  writeFileSync(
    join(folder, 'positions.csv'),
    ['account_id,symbol,as_of,quantity,cost_basis,currency', ...rows, ''].join('\n'),
  );
}

const send = {
  file: { channel: 'file', folder: 'briefs' },
  email: { channel: 'email', to: ['reader@example.org'], subject: 'What I hold' },
};

function holdings(name, { format, channel, ...more }) {
  return {
    schema_version: 1,
    name,
    ...more,
    steps: [
      {
        id: 'fetched',
        type: 'fetch',
        params: { provider: 'file', dataset: 'positions', criteria: { files: ['positions.csv'] } },
      },
      { id: 'kept', type: 'transform', params: { source: { ref: 'ctx.fetched' }, target: 'positions' } },
      {
        id: 'brief',
        type: 'store_report',
        needs: ['kept'],
        params: {
          report: name,
          title: 'What I hold',
          queries: { held: { sql: 'SELECT symbol, quantity, cost_basis FROM positions ORDER BY symbol' } },
          sections: [{ type: 'data_table', title: 'Holdings', query: 'held' }],
        },
      },
      { id: 'pages', type: 'render', params: { report: { ref: 'ctx.brief' }, formats: [format] } },
      { id: 'sent', type: 'send', params: { ...send[channel], artifacts: { ref: 'ctx.pages.artifacts' } } },
    ],
  };
}

/** Five steps each: delivered into a folder, by mail, and into a folder at a slot. */
export const scenarios = {
  folder: { cause: 'request', policy: holdings('to-folder', { format: 'html', channel: 'file' }) },
  mail: { cause: 'request', policy: holdings('to-mailbox', { format: 'email', channel: 'email' }) },
  slot: {
    cause: 'slot',
    policy: holdings('at-nine', {
      format: 'html',
      channel: 'file',
      trigger: { cron: '0 9 * * *', timezone: 'Etc/UTC', misfire_grace_time: 3600 },
    }),
  },
};

export const scenarioNames = Object.keys(scenarios);

/** The calls that a finished step never makes again, by the step's id. */
export const callsOfStep = {
  fetched: ['payloads.put'],
  kept: ['rows.write'],
  brief: ['reports.save'],
  pages: ['artifacts.save'],
  sent: ['deliveries.claim', 'deliveries.settle'],
};
