// A thousand enabled schedules in a real Daybook: what a look at them costs, and how late runs start.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../apps/server/dist/index.js';
import { routes } from '../packages/api-contract/dist/index.js';
import { toInstant } from '../packages/kernel/dist/index.js';
import { summarise } from './measure.mjs';
import { approve, openDaybook } from './open-daybook.mjs';

const schedules = 1_000;
/** What a day allows; with every day a thousand take fifty of them. */
const createdADay = 20;
const looks = 200;
/** Each is a minute in which a sixtieth of the schedules is due. */
const minutes = 6;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The clock of the machine, whole seconds ahead, so that its seconds begin with those that it ticks by. */
function createClockAhead() {
  let aheadMs = 0;
  const jump = (ms) => {
    aheadMs += Math.round(ms / 1000) * 1000;
  };
  return {
    clock: { ...systemClock, now: () => toInstant(Date.now() + aheadMs) },
    jump,
    /** To so long before the minute of some later hour. */
    jumpBefore(minute, ms) {
      const now = Date.now() + aheadMs;
      const target = Math.floor(now / hourMs) * hourMs + 2 * hourMs + minute * 60_000 - ms;
      jump(target - now);
    },
  };
}

/** How far it is to so long before the next minute. */
function forwardTo(now, beforeMs) {
  return Math.max(0, 60_000 - (Date.parse(now) % 60_000) - beforeMs);
}

/** Due once an hour each, a sixtieth of them in every minute. A missed slot is not made up for. */
const policyOf = (index) => ({
  schema_version: 1,
  name: `bench-${index}`,
  trigger: { cron: `${index % 60} * * * *`, timezone: 'UTC', enabled: false, misfire_grace_time: 30 },
  steps: [{ id: 'one', type: 'query', params: { sql: 'SELECT 1 AS one' } }],
});

async function createSchedules(client, jump) {
  const ids = [];
  for (let index = 0; index < schedules; index += 1) {
    if (index % createdADay === 0) jump(dayMs);
    ids.push(await approve(client, policyOf(index)));
  }
  for (const id of ids) await client.call(routes.changeSchedule, { params: { id }, body: { enabled: true } });
}

/** Milliseconds of looks at which nothing is due. */
async function measureLooks(scheduler, jumpBefore) {
  jumpBefore(30, 59_000);
  await scheduler.tick();
  const taken = [];
  for (let look = 0; look < looks; look += 1) {
    const startedAt = performance.now();
    await scheduler.tick();
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

/** Milliseconds from the moment for which a run was due to its start, for the runs of some minutes. */
async function measureLags({ scheduler }, client, { clock, jump, jumpBefore }) {
  const stop = new AbortController();
  const running = scheduler.run(stop.signal);
  const lags = [];
  for (let round = 0; round < minutes; round += 1) {
    // What the jump missed is settled first; that is no part of how late a run starts.
    jumpBefore(10 + round, 55_000);
    await scheduler.tick();
    jump(forwardTo(clock.now(), 3_000));
    await pause(6_000);
    const { items } = await client.call(routes.listRuns, { query: { limit: 50 } });
    const due = items.filter(({ scheduled_for: time }) => new Date(time).getUTCMinutes() === 10 + round);
    const late = due.map((run) => Date.parse(run.started_at ?? '') - Date.parse(run.scheduled_for));
    if (late.length < Math.floor(schedules / 60)) throw new Error(`only ${late.length} runs started`);
    lags.push(...late);
  }
  stop.abort();
  await running;
  return lags;
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const once = (value) => ({ min: value, median: value, max: value });
const allowed = (value) => ({ limit: { name: 'allowed', ...once(value) } });

/** Figures of a thousand schedules. */
export default async function measureScheduler() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bench-'));
  const ahead = createClockAhead();
  const { clock, jump, jumpBefore } = ahead;
  const { daybook, client, close } = await openDaybook(folder, { clock });
  try {
    await createSchedules(client, jump);
    const taken = await measureLooks(daybook.scheduler, jumpBefore);
    // Holding the lease is what lets runs start.
    await daybook.lease.ensure();
    const keeping = new AbortController();
    const kept = daybook.lease.keep(keeping.signal);
    const lags = await measureLags(daybook, client, ahead);
    keeping.abort();
    await kept;
    const lag = once(percentile(lags, 0.99));
    return {
      rows: [
        {
          work: `a look at ${schedules} schedules, nothing due`,
          unit: 'ms',
          ours: summarise(taken),
          ...allowed(20),
          ratio_to_limit: summarise(taken).median / 20,
        },
        {
          work: `start of ${lags.length} runs, a sixtieth due at once`,
          unit: 'ms late',
          ours: summarise(lags),
        },
        {
          work: 'the same, p99',
          unit: 'ms late',
          ours: lag,
          ...allowed(250),
          ratio_to_limit: lag.median / 250,
        },
      ],
    };
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
