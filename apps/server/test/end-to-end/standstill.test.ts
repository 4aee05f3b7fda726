import { longStep } from './long-step.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from '../http/answer-document.ts';
import { dailyPolicy, quickPolicy } from '../http/small-policies.ts';
import { temporaryFolder } from '../terminal-fixture.ts';
import { createServedApi, signIn } from './served-api.ts';
import { type ServedProcess, startServed, until } from './served-process.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: ServedProcess;
let cookie = '';

afterEach(async () => {
  server.goOn();
  await server.stop();
  folder.remove();
}, 30_000);

async function start(now: string): Promise<void> {
  folder = temporaryFolder();
  const environment = { DAYBOOK_DATA_DIR: folder.path, DAYBOOK_KEY: '5a'.repeat(32) };
  server = await startServed({ dataFolder: folder.path, now, environment });
  cookie = await signIn(server);
}

const { api, approved } = createServedApi(() => ({ url: server.url, cookie }));

/** What became of the slots of a policy, oldest first, once none of them is still to start. */
function slotsOf({ id }: AnswerDocument, count: number): Promise<readonly string[]> {
  return until(async () => {
    const { past } = await api('GET', '/schedule');
    const own = past.filter(({ policy_id: policyId }: AnswerDocument) => policyId === id).toReversed();
    if (own.length < count || own.some(({ state }: AnswerDocument) => state === 'claimed')) return undefined;
    return own.map(({ state, reason }: AnswerDocument) => reason ?? state);
  });
}

describe('a process that is stopped over two slots', () => {
  it('settles both by the rule of misfire of each policy, and says so in words', async () => {
    await start('2026-03-06T13:59:00Z');
    const hourly = { cron: '0 * * * *' };
    const newest = await approved(dailyPolicy('newest', { ...hourly, misfire_grace_time: 7200 }));
    const each = await approved(
      dailyPolicy('each', { ...hourly, misfire_grace_time: 7200, coalesce: false, max_instances: 2 }),
    );
    const strict = await approved(dailyPolicy('strict', { ...hourly, misfire_grace_time: 600 }));
    // Only the server's own loop looks at a time that nobody asked at.
    server.setClock('2026-03-06T13:59:30Z');
    await until(async () => {
      const { last_tick: seen } = await api('GET', '/system');
      return seen === '2026-03-06T13:59:30.000Z' ? true : undefined;
    });
    server.standStill();
    server.setClock('2026-03-06T15:30:00Z');
    await pause(300);
    server.goOn();
    expect(await slotsOf(newest, 2)).toEqual(['coalesced', 'ran']);
    expect(await slotsOf(each, 2)).toEqual(['ran', 'ran']);
    expect(await slotsOf(strict, 2)).toEqual(['misfired', 'misfired']);
    const { items } = await api('GET', '/runs');
    expect(
      items.map(({ policy_name: name, cause }: AnswerDocument) => `${name} ${cause}`).toSorted(),
    ).toEqual(['each catch_up', 'each catch_up', 'newest catch_up']);
    expect((await api('GET', '/notices')).items).toMatchObject([
      { kind: 'run_missed', policy_name: 'strict' },
    ]);
    expect(server.log()).toMatch(/The machine slept for 54[123]\d s/);
    expect(server.log()).not.toContain('NODE-CRON');
  }, 60_000);

  // Two minutes of real time, so only where more cases are asked for.
  if (process.env['DAYBOOK_LONG'] === '1') {
    it('does so by the clock of the machine', async () => {
      await start('real');
      const everyMinute = { cron: '* * * * *', timezone: 'UTC' };
      const newest = await approved(
        quickPolicy('newest', { trigger: { ...everyMinute, misfire_grace_time: 600 } }),
      );
      await pause(60_000 - (Date.now() % 60_000) + 5_000);
      server.standStill();
      await pause(125_000);
      server.goOn();
      const slots = await slotsOf(newest, 3);
      expect(slots.slice(0, 3)).toEqual(['ran', 'coalesced', 'ran']);
      expect(server.log()).toMatch(/Daybook stood still for 12\d s/);
    }, 300_000);
  }
});

describe('a process that is stopped in the middle of a step', () => {
  it('gives the step the time back in which it could not work', async () => {
    await start('real');
    const policy = await approved(quickPolicy('long', { steps: [tooLong] }));
    const { id } = await api('POST', `/policies/${policy.id}/runs`);
    await until(async () => {
      const [step] = (await api('GET', `/runs/${id}/steps`)).items;
      return step?.state === 'running' ? true : undefined;
    });
    server.standStill();
    await pause(stoppedMs);
    server.goOn();
    const run = await until(async () => {
      const found = await api('GET', `/runs/${id}`);
      return found.finished_at === null ? undefined : found;
    });
    expect(run.steps[0]?.error?.code).toBe('step.timeout');
    const tookMs = Date.parse(run.finished_at ?? '') - Date.parse(run.started_at ?? '');
    // All but the moment in which the process was stopped comes on top.
    expect(tookMs).toBeGreaterThan(stoppedMs + timeoutMs - 1_000);
  }, 60_000);
});

const stoppedMs = 4_000;

/** Even a fast machine needs far more for it than the three seconds that it may take. */
const timeoutMs = 3_000;
const tooLong = longStep('long', { timeout: timeoutMs / 1000 }, 500);
