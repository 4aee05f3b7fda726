// Many runs in one process, for leaks: memory as a line through the samples after the warm-up, descriptors, the write-ahead log.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../apps/server/dist/index.js';
import { routes } from '../packages/api-contract/dist/index.js';
import { toInstant } from '../packages/kernel/dist/index.js';
import { approve, openDaybook } from './open-daybook.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const runs = 1_000;
const sampleEvery = 20;

/** The sample tickers as a report, rendered as HTML and delivered into a folder: five steps. */
const policy = {
  schema_version: 1,
  name: 'soak',
  steps: [
    {
      id: 'fetched',
      type: 'fetch',
      params: { provider: 'sample', dataset: 'instruments', criteria: { symbols: ['NRTH', 'TIDE'] } },
    },
    { id: 'kept', type: 'transform', params: { source: { ref: 'ctx.fetched' }, target: 'instruments' } },
    {
      id: 'brief',
      type: 'store_report',
      needs: ['kept'],
      params: {
        report: 'soak',
        title: 'Tickers',
        // Another figure at every run, so that every run makes a version and delivers it.
        queries: { held: { sql: 'SELECT symbol, name, :as_of AS asked FROM instruments ORDER BY symbol' } },
        sections: [{ type: 'data_table', title: 'Tickers', query: 'held' }],
      },
    },
    { id: 'pages', type: 'render', params: { report: { ref: 'ctx.brief' }, formats: ['html'] } },
    {
      id: 'sent',
      type: 'send',
      params: { channel: 'file', artifacts: { ref: 'ctx.pages.artifacts' }, name: '{report}-{version}' },
    },
  ],
};

/** A clock of which every look is a minute later than the last run, so that no quota is used up. */
function createSoakClock() {
  let ahead = 0;
  return {
    clock: {
      ...systemClock,
      now: () => toInstant(Date.now() + ahead),
    },
    advance: () => {
      ahead += 120_000;
    },
  };
}

function slopeOf(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const covariance = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

/** The samples: run, resident and heap bytes, descriptors, bytes of the log. */
async function soak(count) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-soak-'));
  const { clock, advance } = createSoakClock();
  const { client, databaseFile, close } = await openDaybook(folder, { clock });
  try {
    const id = await approve(client, policy);
    const samples = [];
    for (let run = 1; run <= count; run += 1) {
      advance();
      const started = await client.call(routes.startRun, { params: { id }, body: {} });
      for await (const event of client.follow(started.id, new AbortController().signal)) void event;
      const { state } = await client.call(routes.getRun, { params: { id: started.id } });
      if (state !== 'success') throw new Error(`run ${run} ended as ${state}`);
      if (run % sampleEvery === 0) samples.push(takeSample(run, databaseFile));
    }
    return samples;
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function takeSample(run, databaseFile) {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  const log = `${databaseFile}-wal`;
  return {
    run,
    rss,
    heapUsed,
    descriptors: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
    wal: existsSync(log) ? statSync(log).size : 0,
  };
}

const mega = (bytes) => bytes / 1e6;

/** A figure that was taken once, beside what is allowed. */
function row(work, unit, figure, allowed) {
  const once = (value) => ({ min: value, median: value, max: value });
  const limit = allowed === undefined ? {} : { limit: { name: 'allowed', ...once(allowed) } };
  const ratio = allowed === undefined ? {} : { ratio_to_limit: figure / allowed };
  return { work, unit, ours: once(figure), ...limit, ...ratio };
}

/** Figures of the samples after the warm-up, the first third. */
export default async function measureSoak() {
  const samples = await soak(runs);
  const kept = samples.slice(Math.floor(samples.length / 3));
  const per100 = (key) => mega(slopeOf(kept.map((sample) => ({ x: sample.run, y: sample[key] }))) * 100);
  const descriptors = kept.map((sample) => sample.descriptors);
  return {
    rows: [
      row(`${runs} runs: resident memory per 100 runs`, 'MB', per100('rss'), 1),
      row('heap per 100 runs', 'MB', per100('heapUsed')),
      row('descriptors more at the end', 'descriptors', descriptors.at(-1) - descriptors[0]),
      row('write-ahead log, largest', 'MB', mega(Math.max(...samples.map(({ wal }) => wal))), 64),
    ],
  };
}
