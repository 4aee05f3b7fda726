import type { PolicyId } from '@daybook/kernel';
import {
  createApprovalStore,
  createPolicyStore,
  createScheduleStore,
  type Database,
} from '@daybook/persistence';
import type { Schedule } from '@daybook/scheduler';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at, decide, eventOf, policyIdOf, savePolicy, weekly } from './stored-policies.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const daily = { cron: '@daily', timezone: 'Europe/Vienna' };

afterAll(() => databases.dispose());

describe('renewSchedule', () => {
  it('schedules a new policy from its first moment on, waiting for approval', async () => {
    const { database, policyId } = await scheduled();
    expect(await createScheduleStore(database).schedules()).toEqual([
      {
        policyId,
        policyName: 'brief',
        version: 1,
        timing: weekly,
        misfireGraceTime: null,
        coalesce: true,
        standing: 'awaiting_approval',
        accountedUntil: at(0),
      },
    ]);
  });

  it('takes over everything that the trigger says', async () => {
    const database = await databases.open();
    const trigger = {
      cron: '0 9 13 * FRI',
      timezone: 'Asia/Tokyo',
      day_match: 'all',
      misfire_grace_time: 60,
      coalesce: false,
      max_instances: 2,
      enabled: true,
    };
    await savePolicy(database, 'Straße 東京', { trigger });
    expect(await schedule(database)).toMatchObject({
      policyName: 'Straße 東京',
      timing: { cron: '0 9 13 * FRI', timezone: 'Asia/Tokyo', dayMatch: 'all' },
      misfireGraceTime: 60,
      coalesce: false,
    });
  });

  it('schedules nothing without a trigger', async () => {
    const database = await databases.open();
    await savePolicy(database, 'by hand');
    expect(await createScheduleStore(database).schedules()).toEqual([]);
  });

  it('follows the market that the trigger names', async () => {
    const database = await databases.open();
    const trigger = { timezone: 'America/New_York', calendar: { mic: 'XNYS', after_close: 'PT30M' } };
    const policyId = await savePolicy(database, 'brief', { trigger });
    expect(await schedule(database)).toMatchObject({
      timing: { afterClose: { calendar: 'XNYS', delay: 'PT30M' }, timezone: 'America/New_York' },
    });
    await savePolicy(database, 'brief', { trigger: { ...weekly, calendar: { mic: 'XNYS' } }, second: 7 });
    expect(await schedule(database)).toMatchObject({
      policyId,
      timing: { ...weekly, market: { calendar: 'XNYS', closed: 'skip' } },
      accountedUntil: at(7),
    });
  });

  it('is ready from the approval on', async () => {
    const { database, policyId } = await scheduled();
    await decide(database, { policyId, version: 1, verdict: 'approved' }, 5);
    expect(await schedule(database)).toMatchObject({ standing: 'ready', accountedUntil: at(5) });
  });

  it('waits on after a rejection', async () => {
    const { database, policyId } = await scheduled();
    await decide(database, { policyId, version: 1, verdict: 'rejected' }, 5);
    expect(await schedule(database)).toMatchObject({
      standing: 'awaiting_approval',
      accountedUntil: at(0),
    });
  });

  it('keeps the approved timing until a newer one is approved', async () => {
    const { database, policyId } = await approved();
    await savePolicy(database, 'brief', { trigger: daily, second: 7 });
    expect(await schedule(database)).toMatchObject({ version: 1, timing: weekly, accountedUntil: at(1) });
    await decide(database, { policyId, version: 2, verdict: 'approved' }, 9);
    expect(await schedule(database)).toMatchObject({
      version: 2,
      timing: daily,
      standing: 'ready',
      accountedUntil: at(9),
    });
  });

  it('leaves an unchanged timing accounted as it was', async () => {
    const { database, policyId } = await approved();
    const trigger = { ...weekly, misfire_grace_time: 60, coalesce: false };
    await savePolicy(database, 'brief', { trigger, second: 7 });
    await decide(database, { policyId, version: 2, verdict: 'approved' }, 9);
    expect(await schedule(database)).toMatchObject({
      version: 2,
      misfireGraceTime: 60,
      coalesce: false,
      accountedUntil: at(1),
    });
  });

  it('counts from now on after each change of when it fires', async () => {
    const changes = [
      { ...weekly, cron: '31 16 * * FRI' },
      { ...weekly, timezone: 'Europe/Vienna' },
      { ...weekly, day_match: 'any' },
      { ...weekly, calendar: { mic: 'XNYS', closed: 'next_open' } },
    ];
    for (const trigger of changes) {
      const { database } = await scheduled();
      await savePolicy(database, 'brief', { trigger, second: 7 });
      expect(await schedule(database)).toMatchObject({ version: 2, accountedUntil: at(7) });
    }
  });

  it('does not fire for the time in which a person had paused it', async () => {
    const { database, policyId } = await approved();
    const approvals = createApprovalStore(database);
    await approvals.setPaused(policyId, true, eventOf(policyId, 4));
    expect(await schedule(database)).toMatchObject({ standing: 'paused', accountedUntil: at(4) });
    await savePolicy(database, 'brief', { trigger: weekly, text: 'new', second: 5 });
    await decide(database, { policyId, version: 2, verdict: 'approved' }, 6);
    expect(await schedule(database)).toMatchObject({ standing: 'paused', accountedUntil: at(4) });
    await approvals.setPaused(policyId, false, eventOf(policyId, 8));
    expect(await schedule(database)).toMatchObject({ standing: 'ready', accountedUntil: at(8) });
  });

  it('does not fire for the time in which it was disabled', async () => {
    const { database, policyId } = await approved();
    const policies = createPolicyStore(database);
    await policies.setEnabled(policyId, false, eventOf(policyId, 4));
    expect(await createScheduleStore(database).schedules()).toEqual([]);
    await policies.setEnabled(policyId, true, eventOf(policyId, 8));
    expect(await schedule(database)).toMatchObject({ standing: 'ready', accountedUntil: at(8) });
  });

  it('ends when the approved version has no timing any more', async () => {
    const { database, policyId } = await approved();
    await savePolicy(database, 'brief', { second: 7 });
    expect(await createScheduleStore(database).schedules()).toHaveLength(1);
    await decide(database, { policyId, version: 2, verdict: 'approved' }, 9);
    expect(await createScheduleStore(database).schedules()).toEqual([]);
  });

  it('leaves other policies alone', async () => {
    const { database } = await approved();
    await savePolicy(database, 'other', { trigger: daily, second: 7 });
    const schedules = await createScheduleStore(database).schedules();
    expect(schedules.find(({ policyId }) => policyId === policyIdOf('brief'))).toMatchObject({
      standing: 'ready',
      accountedUntil: at(1),
    });
  });
});

async function scheduled(): Promise<{ readonly database: Database; readonly policyId: PolicyId }> {
  const database = await databases.open();
  return { database, policyId: await savePolicy(database, 'brief', { trigger: weekly }) };
}

async function approved(): Promise<{ readonly database: Database; readonly policyId: PolicyId }> {
  const { database, policyId } = await scheduled();
  await decide(database, { policyId, version: 1, verdict: 'approved' }, 1);
  return { database, policyId };
}

async function schedule(database: Database): Promise<Schedule | undefined> {
  const [only] = await createScheduleStore(database).schedules();
  return only;
}
