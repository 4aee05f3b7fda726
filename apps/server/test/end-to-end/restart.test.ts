import { longStep } from './long-step.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddressObject } from 'mailparser';
import { type PlainMailServer, startPlainMailServer } from '../http/mail-server.ts';
import type { AnswerDocument } from '../http/answer-document.ts';
import { dailyPolicy, mailPolicy, quickPolicy } from '../http/small-policies.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';
import { createServedApi, signIn } from './served-api.ts';
import { type ServedProcess, startServed, until } from './served-process.ts';

const trigger = { cron: '0 9 * * *', timezone: 'America/New_York', misfire_grace_time: 3600 };
let mail: PlainMailServer;
let folder: ReturnType<typeof temporaryFolder>;
let environment: Record<string, string>;
let server: ServedProcess;
let cookie = '';

beforeAll(async () => {
  mail = await startPlainMailServer();
});
afterAll(() => mail.stop());
beforeEach(async () => {
  folder = temporaryFolder();
  environment = {
    DAYBOOK_DATA_DIR: folder.path,
    DAYBOOK_KEY: '5a'.repeat(32),
    DAYBOOK_SMTP_URL: `smtp://me%40example.org:mail-password@127.0.0.1:${mail.port}`,
  };
  await start('2026-03-07T13:00:00Z');
  cookie = await signIn(server);
}, 30_000);
afterEach(async () => {
  mail.release();
  await server.stop();
  folder.remove();
}, 30_000);

async function start(now: string): Promise<void> {
  server = await startServed({ dataFolder: folder.path, now, environment });
}

const { api, approved } = createServedApi(() => ({ url: server.url, cookie }));

/** The address of a mail with one. */
function textOf(to: AddressObject | AddressObject[] | undefined): string {
  return to === undefined || Array.isArray(to) ? '' : to.text;
}

/** The runs, once there is one and all have ended. */
function endedRuns(): Promise<readonly AnswerDocument[]> {
  return until(async () => {
    const { items } = await api('GET', '/runs');
    return items.length > 0 && items.every((run: AnswerDocument) => run.finished_at !== null)
      ? items
      : undefined;
  });
}

/** The run, once a step of it is under way. */
function runningStep(stepId: string): Promise<AnswerDocument> {
  return until(async () => {
    const [run] = (await api('GET', '/runs')).items;
    if (run === undefined) return undefined;
    const { items } = await api('GET', `/runs/${run.id}/steps`);
    return items.some(({ id, state }: AnswerDocument) => id === stepId && state === 'running')
      ? run
      : undefined;
  });
}

/** The only notice, once it was mailed. */
function mailedNotice(): Promise<AnswerDocument> {
  return until(async () => {
    const { items } = await api('GET', '/notices');
    return items.length === 1 && items[0]?.mail === 'sent' ? items[0] : undefined;
  });
}

describe('a server that was killed between slots', () => {
  it('runs the slot that it slept through once, however often it is started', async () => {
    const policy = await approved(dailyPolicy());
    await server.kill();
    await start('2026-03-07T14:20:00Z');
    const [run] = await endedRuns();
    expect(run).toMatchObject({
      policy_id: policy.id,
      state: 'success',
      cause: 'catch_up',
      scheduled_for: '2026-03-07T14:00:00.000Z',
    });
    await server.kill();
    await start('2026-03-07T14:25:00Z');
    server.setClock('2026-03-07T14:30:00Z');
    await until(async () => ((await api('GET', '/system')).last_tick === null ? undefined : true));
    expect(await endedRuns()).toHaveLength(1);
    const { past, coming } = await api('GET', '/schedule?days=1');
    expect(past).toMatchObject([
      { scheduled_for: '2026-03-07T14:00:00.000Z', state: 'ran', run_id: run?.id, reason: null },
    ]);
    // New York changes its clocks in the night between.
    expect(coming).toMatchObject([{ at: '2026-03-08T13:00:00.000Z' }]);
  }, 60_000);

  it('tells the owner of the slot that it slept through for too long, once', async () => {
    const before = mail.mails.length;
    await approved(dailyPolicy());
    await server.kill();
    await start('2026-03-07T15:00:01Z');
    let minute = 1;
    await until(async () => {
      // Notices that wait are mailed once a minute.
      server.setClock(`2026-03-07T15:0${Math.min((minute += 1), 9)}:30Z`);
      return (await api('GET', '/notices')).items[0]?.mail === 'sent' ? true : undefined;
    });
    expect(await mailedNotice()).toMatchObject({ kind: 'run_missed', run_id: null });
    await server.kill();
    await start('2026-03-07T15:10:00Z');
    await until(async () => ((await api('GET', '/system')).last_tick === null ? undefined : true));
    expect((await api('GET', '/notices')).items).toHaveLength(1);
    expect((await api('GET', '/runs')).items).toEqual([]);
    expect((await api('GET', '/schedule')).past).toMatchObject([{ state: 'skipped', reason: 'misfired' }]);
    expect(mail.mails).toHaveLength(before + 1);
    expect(mail.mails.at(-1)?.to).toMatchObject({ text: 'me@example.org' });
  }, 60_000);
});

describe('a server that was killed in the middle of a run', () => {
  it('goes on with the step that can be done again, and lets a person cancel it', async () => {
    const steps = [
      { id: 'first', type: 'query', params: { sql: 'SELECT 1 AS one' } },
      longStep('long', { needs: ['first'] }),
      { id: 'after', type: 'query', needs: ['long'], params: { sql: 'SELECT 2 AS two' } },
    ];
    await approved(quickPolicy('long', { trigger, steps }));
    server.setClock('2026-03-07T14:00:00Z');
    const { id } = await runningStep('long');
    await server.kill();
    await start('2026-03-07T14:00:30Z');
    const run = await until(async () => {
      const found = await api('GET', `/runs/${id}`);
      return found.steps[1]?.attempts === 2 ? found : undefined;
    });
    expect(run).toMatchObject({ state: 'running', scheduled_for: '2026-03-07T14:00:00.000Z' });
    expect(run.steps).toMatchObject([
      { id: 'first', state: 'success', attempts: 1 },
      { id: 'long', state: 'running', attempts: 2 },
      { id: 'after', state: 'pending' },
    ]);
    // A query that would take days is broken off.
    const cancelled = await api('POST', `/runs/${id}/cancel`);
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(cancelled.steps).toMatchObject([
      { state: 'success' },
      { state: 'cancelled' },
      { state: 'skipped', reason: 'cancelled' },
    ]);
    expect((await api('GET', '/schedule')).past).toMatchObject([{ state: 'ran', run_id: id }]);
  }, 60_000);

  it('and of a mail leaves it to a person what became of that, and sends it to nobody twice', async () => {
    const before = mail.mails.length;
    await approved(mailPolicy('mailed', { trigger }));
    mail.hold();
    server.setClock('2026-03-07T14:00:00Z');
    const { id } = await runningStep('mail');
    await until(async () => (mail.waiting > 0 ? true : undefined));
    await server.kill();
    mail.release();
    await start('2026-03-07T14:00:30Z');
    const run = await until(async () => {
      const found = await api('GET', `/runs/${id}`);
      return found.finished_at === null ? undefined : found;
    });
    expect(run.state).toBe('needs_attention');
    expect(run.steps.at(-1)).toMatchObject({
      id: 'mail',
      state: 'failed',
      error: { code: 'run.interrupted' },
    });
    expect(await mailedNotice()).toMatchObject({ kind: 'run_needs_attention', run_id: id });
    expect(mail.mails.slice(before).map(({ to }) => textOf(to))).toEqual(['me@example.org']);

    const [delivery] = (await api('GET', '/deliveries')).items;
    const path = `/deliveries/${delivery?.id}/resolve`;
    expect(delivery).toMatchObject({ recipient: 'reader@example.org', run_id: id });
    expect(['sending', 'unknown']).toContain(delivery?.status);
    const resolved = await api('POST', path, { outcome: 'failed' });
    expect(resolved.status).toBe('failed');
    const again = await api('POST', `/policies/${run.policy_id}/runs`);
    await until(async () =>
      (await api('GET', `/runs/${again.id}`)).finished_at === null ? undefined : true,
    );
    expect(mail.mails.slice(before).map(({ to }) => textOf(to))).toEqual([
      'me@example.org',
      'reader@example.org',
    ]);
    const refused = await fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { cookie, 'x-daybook': '1', 'content-type': 'application/json' },
      body: '{"outcome":"failed"}',
    });
    expect(refused.status).toBe(409);
    const { items } = await api('GET', '/audit');
    expect(items.filter(({ action }: AnswerDocument) => action === 'delivery.resolved')).toHaveLength(1);
  }, 60_000);
});

describe('the file that says where the server is', () => {
  const file = (): string => join(folder.path, 'server.json');

  it('is for its owner alone, and gone when the server was asked to stop', async () => {
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({
      port: Number(new URL(server.url).port),
    });
    await server.stop();
    expect(existsSync(file())).toBe(false);
  }, 60_000);

  it('does no harm when it is left behind', async () => {
    await approved(quickPolicy('left'));
    await server.kill();
    expect(existsSync(file())).toBe(true);
    const listed = await daybook(['policies', '--json'], environment);
    expect([listed.exitCode, listed.stdout.includes('"left"')]).toEqual([0, true]);
    await start('2026-03-07T13:10:00Z');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({
      port: Number(new URL(server.url).port),
    });
    expect((await api('GET', '/policies')).items).toMatchObject([{ name: 'left' }]);
  }, 60_000);
});
