// Checking policy documents: a large one that is right, and hostile ones at the limit of size.
import { createApplicationParser } from '../apps/server/dist/index.js';
import { summarise } from './measure.mjs';

const rounds = 200;
const hostileRounds = 10;

/** Fifty steps in chains of fetch, transform, store_report, render and send. */
function largePolicy() {
  const steps = Array.from({ length: 10 }, (_, chain) => [
    {
      id: `prices_${chain}`,
      type: 'fetch',
      params: { provider: 'sample', dataset: 'ohlcv', criteria: { symbols: ['NRTH', 'SOLA'] } },
    },
    {
      id: `bars_${chain}`,
      type: 'transform',
      params: { source: { ref: `ctx.prices_${chain}` }, target: 'ohlcv' },
    },
    {
      id: `brief_${chain}`,
      type: 'store_report',
      skip_if: { field: { ref: `ctx.bars_${chain}.rows_written` }, op: 'eq', value: 0 },
      params: {
        report: `brief-${chain}`,
        title: `Brief ${chain}`,
        queries: {
          closes: { sql: 'SELECT date, open, high, low, close FROM ohlcv ORDER BY date DESC LIMIT 60' },
        },
        sections: [
          { type: 'metric_card', title: 'Last close', query: 'closes', column: 'close' },
          {
            type: 'chart',
            kind: 'candlestick',
            title: 'Bars',
            query: 'closes',
            x: 'date',
            y: ['open', 'high', 'low', 'close'],
          },
          { type: 'data_table', title: 'All', query: 'closes' },
        ],
      },
    },
    {
      id: `pages_${chain}`,
      type: 'render',
      params: { report: { ref: `ctx.brief_${chain}` }, formats: ['html', 'pdf'] },
    },
    {
      id: `folder_${chain}`,
      type: 'send',
      params: {
        channel: 'file',
        artifacts: { ref: `ctx.pages_${chain}.artifacts` },
        folder: { var: 'folder' },
      },
    },
  ]);
  return JSON.stringify({
    schema_version: 1,
    name: 'large',
    variables: { folder: 'briefs' },
    steps: steps.flat(),
  });
}

const filled = (open, unit, close) =>
  open + unit.repeat(Math.floor((1_048_000 - open.length - close.length) / unit.length)) + close;

/** Documents just below the limit of 1 MiB, each made to be slow in another way. */
const hostile = {
  'a million brackets': filled('', '[', ''),
  'one endless text': filled('{"schema_version":1,"name":"', 'x', '","steps":[]}'),
  'text of escapes': filled('{"schema_version":1,"name":"', String.raw`\u0041`, '","steps":[]}'),
  'unknown keys': `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
  'steps without number': filled('{"schema_version":1,"name":"x","steps":[', '{"id":"a"},', '{"id":"a"}]}'),
  'a text like a secret': filled(
    '{"schema_version":1,"name":"x","description":"',
    'Bearer a=sk_https://a:',
    '","steps":[]}',
  ),
  'names to guess': filled(
    '{"schema_version":1,"name":"x","steps":[',
    '{"id":"a","type":"fetsh"},',
    '{"id":"a"}]}',
  ),
};

function measureMs(work, times) {
  const values = [];
  for (let round = 0; round < times; round += 1) {
    const startedAt = process.hrtime.bigint();
    work();
    values.push(Number(process.hrtime.bigint() - startedAt) / 1e6);
  }
  return values;
}

/** Milliseconds a document; the limit of the large one is reading its JSON at all. */
export default async function measurePolicy() {
  const parse = createApplicationParser();
  const text = largePolicy();
  const { ok, issues } = parse(text);
  if (!ok) throw new Error(`the large policy is not valid: ${JSON.stringify(issues)}`);
  measureMs(() => parse(text), rounds);
  const ours = summarise(measureMs(() => parse(text), rounds));
  const limit = { name: 'JSON.parse', ...summarise(measureMs(() => JSON.parse(text), rounds)) };
  const rows = [
    { work: '50 steps, valid', unit: 'ms', ours, limit, ratio_to_limit: ours.median / limit.median },
  ];
  for (const [name, document] of Object.entries(hostile)) {
    parse(document);
    rows.push({
      work: `1 MB: ${name}`,
      unit: 'ms',
      ours: summarise(measureMs(() => parse(document), hostileRounds)),
    });
  }
  return { rows };
}
