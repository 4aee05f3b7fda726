// The shipped examples that need no network, run by the whole application in this process.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { routes } from '../../packages/api-contract/dist/index.js';
import { approve, openDaybook } from '../open-daybook.mjs';

/** Each with the instant that it is run for: the last one that its data reaches. */
export const examples = [
  { name: 'market-review', asOf: '2020-04-17T21:00:00.000Z' },
  { name: 'weekly-performance', asOf: '2024-05-17T21:30:00.000Z' },
  { name: 'dynamic-watchlist', asOf: '2024-05-17T21:30:00.000Z' },
  { name: 'price-alert', asOf: '2024-05-17T21:30:00.000Z' },
];

/** The folder of the real index bars, which the server has for its demo. */
function barsFolder() {
  const { resolve } = createRequire(new URL('../../apps/server/package.json', import.meta.url));
  return join(dirname(resolve('vega-datasets')), '..', 'data');
}

function readExample(name) {
  const file = new URL(`../../examples/policies/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** From asking for the run until it has ended: milliseconds, and how many steps it has. */
async function runOnce(client, { id, asOf }) {
  const startedAt = performance.now();
  const started = await client.call(routes.startRun, { params: { id }, body: { as_of: asOf } });
  for await (const event of client.follow(started.id, new AbortController().signal)) void event;
  const ms = performance.now() - startedAt;
  const run = await client.call(routes.getRun, { params: { id: started.id } });
  if (run.state !== 'success') throw new Error(`the example ${run.policy_name} ended "${run.state}".`);
  return { ms, steps: run.steps.length };
}

/** Every example twice on a new database: name → `{ steps, firstMs, secondMs }`; the second time nothing is new. */
export async function runExamples(folder) {
  const { client, close } = await openDaybook(folder, { fileFolder: barsFolder() });
  try {
    const figures = new Map();
    for (const { name, asOf } of examples) {
      const id = await approve(client, readExample(name));
      const first = await runOnce(client, { id, asOf });
      const second = await runOnce(client, { id, asOf });
      figures.set(name, { steps: first.steps, firstMs: first.ms, secondMs: second.ms });
    }
    return figures;
  } finally {
    await close();
  }
}
