import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approved, endedRun, type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { dailyPolicy, quickPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook({ now: '2026-03-06T00:30:00Z' });
});
afterAll(() => opened.close());

describe('the limit of new policies', () => {
  it('counts what was created alone, refuses the 21st of a day, and says when it is allowed', async () => {
    expect((await opened.api('POST', '/policies', { body: { name: 'wrong' } })).status).toBe(422);
    for (let count = 1; count <= 20; count += 1) {
      const token = count % 2 === 0 ? opened.agent : opened.person;
      expect(
        (await opened.api('POST', '/policies', { body: quickPolicy(`policy-${count}`), token })).status,
      ).toBe(201);
      expect((await opened.api('POST', '/policies', { body: quickPolicy(`policy-${count}`) })).status).toBe(
        409,
      );
    }
    for (const token of [opened.person, opened.agent]) {
      const { status, json, headers } = await opened.api('POST', '/policies', {
        body: quickPolicy('more'),
        token,
      });
      expect([status, json.code, json.advice]).toEqual([429, 'quota.exceeded', 'after']);
      const seconds = Number(headers.get('retry-after'));
      expect(seconds).toBe(json.retry_after);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(86_400 / 20);
      expect(json.detail).toContain(json.details.allowed_at);
    }
    const { items } = (await opened.api('GET', '/policies')).json;
    const [{ id, name } = { id: '', name: '' }] = items;
    const edit = await opened.api('PUT', `/policies/${id}`, {
      body: { ...quickPolicy(name), description: 'new' },
    });
    expect(edit.status).toBe(200);
  });

  it('is not refilled by turning the clock back, and is when the time has come', async () => {
    const refused = await opened.api('POST', '/policies', { body: quickPolicy('more') });
    opened.clock.advance(-3_600_000);
    expect((await opened.api('POST', '/policies', { body: quickPolicy('more') })).status).toBe(429);
    opened.clock.advance(3_600_000);
    opened.clock.set(refused.json.details.allowed_at);
    expect((await opened.api('POST', '/policies', { body: quickPolicy('more') })).status).toBe(201);
    expect((await opened.api('POST', '/policies', { body: quickPolicy('still-more') })).status).toBe(429);
  });
});

describe('the limit of runs', () => {
  it('refuses the 61st of an hour, whoever asks, slots included, and allows it later', async () => {
    opened.clock.set('2026-03-07T00:30:00Z');
    const policy = await approved(opened, dailyPolicy('often', { cron: '31 0 * * *', timezone: 'UTC' }));
    for (let count = 1; count <= 60; count += 1) {
      const token = count % 2 === 0 ? opened.agent : opened.person;
      const { status, json } = await opened.api('POST', `/policies/${policy.id}/runs`, { token });
      expect(status).toBe(202);
      await endedRun(opened, json.id);
    }
    for (const token of [opened.person, opened.agent]) {
      const { status, json, headers } = await opened.api('POST', `/policies/${policy.id}/runs`, { token });
      expect([status, json.code]).toEqual([429, 'quota.exceeded']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    opened.clock.set('2026-03-07T00:30:59Z');
    expect((await opened.api('POST', `/policies/${policy.id}/runs`)).status).toBe(429);
    opened.clock.set('2026-03-07T00:31:00Z');
    const allowed = await opened.api('POST', `/policies/${policy.id}/runs`);
    expect(allowed.status).toBe(202);
    await endedRun(opened, allowed.json.id);
    await opened.daybook.scheduler.tick();
    const { past } = (await opened.api('GET', '/schedule')).json;
    expect(past).toMatchObject([{ policy_id: policy.id, state: 'skipped', reason: 'quota' }]);
  }, 60_000);
});
