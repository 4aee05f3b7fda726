import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approved, endedRun, type OpenedDaybook, openDaybook } from './opened-daybook.ts';
import { dailyPolicy } from './small-policies.ts';

let opened: OpenedDaybook;
beforeAll(async () => {
  opened = await openDaybook({ now: '2026-03-06T13:00:00Z' });
  await opened.daybook.lease.ensure();
});
afterAll(() => opened.close());

const power = (event: string, token = opened.person) =>
  opened.api('POST', '/system/power', { body: { event }, token });

describe('POST /system/power', () => {
  it('settles what fell due while the machine slept, once, before it answers', async () => {
    const policy = await approved(opened, dailyPolicy());
    expect((await power('suspend')).status).toBe(204);
    opened.clock.set('2026-03-06T14:30:00Z');
    expect((await power('resume')).status).toBe(204);
    expect((await power('resume')).status).toBe(204);
    const { past } = (await opened.api('GET', '/schedule')).json;
    expect(past).toMatchObject([
      { policy_id: policy.id, scheduled_for: '2026-03-06T14:00:00.000Z', state: 'ran' },
    ]);
    const run = await endedRun(opened, past[0]?.run_id ?? '');
    expect(run).toMatchObject({ state: 'success', cause: 'catch_up' });
  });

  it('is refused to an agent, and for an event that is none', async () => {
    expect((await power('resume', opened.agent)).status).toBe(403);
    expect((await power('hibernate')).status).toBe(422);
  });
});
