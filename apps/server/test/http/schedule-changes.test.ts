import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerDocument } from './answer-document.ts';
import {
  approved,
  approveNewest,
  base,
  endedRun,
  eventually,
  type OpenedDaybook,
  openDaybook,
} from './opened-daybook.ts';
import { dailyPolicy, quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook();
});
afterAll(() => opened.close());

const detail = async (id: string): Promise<AnswerDocument> =>
  (await opened.api('GET', `/policies/${id}`)).json;
const scheduleOf = async (id: string): Promise<{ coming: string[]; past: AnswerDocument[] }> => {
  const { coming, past } = (await opened.api('GET', '/schedule?days=1')).json;
  const own = ({ policy_id: policyId }: AnswerDocument): boolean => policyId === id;
  return { coming: coming.filter(own).map(({ at }: AnswerDocument) => at), past: past.filter(own) };
};
const change = (id: string, body: unknown, token = opened.person) =>
  opened.api('PATCH', `/policies/${id}/schedule`, { body, token });

describe('switching a schedule', () => {
  it('off and on keeps the approval and makes no version', async () => {
    const policy = await approved(opened, dailyPolicy('switched'));
    const { hash } = policy.version;
    for (const enabled of [false, false, true, true]) {
      const { status, json } = await change(policy.id, { enabled }, opened.agent);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        enabled,
        standing: 'approved',
        newest_version: 1,
        proposed_version: null,
      });
      expect(json.version.hash).toBe(hash);
      expect(json.next_fire === null).toBe(!enabled);
      expect((await scheduleOf(policy.id)).coming).toHaveLength(enabled ? 1 : 0);
    }
  });

  it('by sending the document back with that alone changed makes no version either', async () => {
    const policy = await approved(opened, dailyPolicy('sent-back'));
    for (const enabled of [false, true]) {
      const { json } = await opened.api('PUT', `/policies/${policy.id}`, {
        body: dailyPolicy('sent-back', { enabled }),
      });
      expect(json).toMatchObject({
        enabled,
        standing: 'approved',
        newest_version: 1,
        proposed_version: null,
      });
      expect(json.version.document.trigger.enabled ?? true).toBe(enabled);
    }
  });

  it('proposes nothing anew when the newest version was rejected', async () => {
    const policy = await approved(opened, dailyPolicy('turned-down'));
    const put = await opened.api('PUT', `/policies/${policy.id}`, {
      body: { ...dailyPolicy('turned-down'), description: 'no' },
    });
    await opened.api('POST', `/policies/${policy.id}/reject`, { body: { hash: put.json.version.hash } });
    const { json } = await change(policy.id, { enabled: false }, opened.agent);
    expect(json).toMatchObject({
      enabled: false,
      newest_version: 2,
      proposed_version: null,
      approved_version: 1,
    });
  });

  it('of a policy that has none is 422', async () => {
    const policy = await approved(opened, quickPolicy('by-hand'));
    expect((await change(policy.id, { enabled: false })).status).toBe(422);
    expect((await change(policy.id, {})).status).toBe(422);
  });

  it('on again fires nothing of the time when it was off', async () => {
    const policy = await approved(opened, dailyPolicy('off-and-on', { cron: '0 * * * *', timezone: 'UTC' }));
    await change(policy.id, { enabled: false });
    opened.clock.advance(3 * 3_600_000);
    await opened.daybook.scheduler.tick();
    await change(policy.id, { enabled: true });
    await opened.daybook.scheduler.tick();
    expect((await opened.api('GET', `/runs?policy_id=${policy.id}`)).json.items).toEqual([]);
  });
});

describe('changing the time', () => {
  it('proposes a version, and the old time holds until a person approves it', async () => {
    const policy = await approved(opened, dailyPolicy('moved'));
    const before = (await scheduleOf(policy.id)).coming;
    const { json } = await change(policy.id, { cron: '15 11 * * *' }, opened.agent);
    expect(json).toMatchObject({ approved_version: 1, proposed_version: 2, schedule: { cron: '0 9 * * *' } });
    expect((await scheduleOf(policy.id)).coming).toEqual(before);
    const preview = await opened.api('GET', `/policies/${policy.id}/schedule/preview?count=1`);
    expect(preview.json.fires).toHaveLength(1);
    await approveNewest(opened, policy.id);
    expect((await scheduleOf(policy.id)).coming).toEqual([preview.json.fires[0]?.at]);
  });

  it('takes up nothing that a person rejected', async () => {
    const policy = await approved(opened, dailyPolicy('turned-down-too'));
    const put = await opened.api('PUT', `/policies/${policy.id}`, {
      body: { ...dailyPolicy('turned-down-too'), description: 'not wanted' },
    });
    await opened.api('POST', `/policies/${policy.id}/reject`, { body: { hash: put.json.version.hash } });
    const { json } = await change(policy.id, { cron: '15 11 * * *' });
    expect(json.version).toMatchObject({ version: 3, document: { trigger: { cron: '15 11 * * *' } } });
    expect(json.description).toBeNull();
  });

  it('to one that never comes, or a zone that is none, is 422 with the place', async () => {
    const policy = await approved(opened, dailyPolicy('impossible'));
    const never = await change(policy.id, { cron: '0 0 31 2 *' });
    expect([never.status, never.json.issues[0]?.pointer]).toEqual([422, '/trigger/cron']);
    const zone = await change(policy.id, { timezone: 'Mars/Olympus' });
    expect([zone.status, zone.json.issues[0]?.pointer]).toEqual([422, '/trigger/timezone']);
    expect((await detail(policy.id)).newest_version).toBe(1);
  });
});

describe('pausing a policy', () => {
  it("stops its slots and its agents, and not a person's own run, until a person resumes", async () => {
    const policy = await approved(opened, dailyPolicy('paused', { cron: '0 * * * *', timezone: 'UTC' }));
    const paused = await opened.api('POST', `/policies/${policy.id}/pause`);
    expect(paused.json).toMatchObject({ standing: 'paused', next_fire: null });
    expect((await opened.api('POST', `/policies/${policy.id}/pause`)).status).toBe(200);
    const agents = await opened.api('POST', `/policies/${policy.id}/runs`, { token: opened.agent });
    expect([agents.status, agents.json.code]).toEqual([409, 'policy.paused']);
    expect(agents.json.link).toBe(`${base}/policies/${policy.id}`);
    opened.clock.advance(3_600_000);
    await opened.daybook.scheduler.tick();
    const { coming, past } = await scheduleOf(policy.id);
    expect(coming).toEqual([]);
    expect(past).toMatchObject([{ state: 'skipped', reason: 'paused', run_id: null }]);
    const own = await opened.api('POST', `/policies/${policy.id}/runs`);
    expect(own.status).toBe(202);
    await endedRun(opened, own.json.id);

    expect((await opened.api('POST', `/policies/${policy.id}/resume`)).json.standing).toBe('approved');
    expect((await opened.api('GET', `/runs?policy_id=${policy.id}`)).json.items).toHaveLength(1);
    opened.clock.advance(3_600_000);
    await opened.daybook.scheduler.tick();
    const run = await eventually(async () => {
      const { items } = (await opened.api('GET', `/runs?policy_id=${policy.id}`)).json;
      return items.find(({ cause }: AnswerDocument) => cause === 'schedule');
    });
    expect((await endedRun(opened, run.id)).state).toBe('success');
  });

  it('is not undone by an agent, by whatever way', async () => {
    const policy = await approved(opened, dailyPolicy('kept-paused', { enabled: false }));
    await opened.api('POST', `/policies/${policy.id}/pause`);
    const ways = [
      await change(policy.id, { enabled: true }, opened.agent),
      await change(policy.id, { enabled: true, cron: '0 8 * * *' }, opened.agent),
      await opened.api('PUT', `/policies/${policy.id}`, {
        body: dailyPolicy('kept-paused'),
        token: opened.agent,
      }),
      await opened.api('PUT', `/policies/${policy.id}`, {
        body: { ...dailyPolicy('kept-paused'), description: 'awake' },
        token: opened.agent,
      }),
      await opened.api('POST', `/policies/${policy.id}/resume`, { token: opened.agent }),
    ];
    expect(ways.map(({ status }) => status)).toEqual([409, 409, 409, 409, 403]);
    expect(await detail(policy.id)).toMatchObject({ standing: 'paused', enabled: false, newest_version: 1 });
    expect((await change(policy.id, { enabled: true })).json).toMatchObject({
      standing: 'paused',
      enabled: true,
    });
  });
});

describe('a slot of a policy that nobody approved', () => {
  it('is put down as waiting for approval', async () => {
    const { json } = await opened.api('POST', '/policies', {
      body: dailyPolicy('unapproved', { cron: '0 * * * *', timezone: 'UTC' }),
    });
    opened.clock.advance(3_600_000);
    await opened.daybook.scheduler.tick();
    expect((await scheduleOf(json.id)).past).toMatchObject([
      { state: 'skipped', reason: 'awaiting_approval' },
    ]);
  });
});
