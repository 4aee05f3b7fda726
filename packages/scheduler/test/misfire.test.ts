import { describe, expect, it } from '@jest/globals';
import { type Instant, toInstant, toRunId } from '@daybook/kernel';
import { accountFor, type Schedule } from '@daybook/scheduler';
import { at, scheduleOf } from './example-schedule.ts';

interface Case {
  readonly now: Instant;
  readonly fires: readonly Instant[];
  /** Those of them on which a market is closed. */
  readonly closed?: readonly Instant[];
  readonly following?: Instant;
}

/** What becomes of the fire times, in order: `run`, or the reason. */
function outcomes(schedule: Schedule, { fires, closed = [], following, now }: Case): readonly string[] {
  const runIdOf = () => toRunId('run_1');
  const due = fires.map((time) => ({ at: time, isClosed: closed.includes(time) }));
  const slots = accountFor({ schedule, fires: due, followingOpen: following, now, runIdOf });
  return slots.map(({ state }) => (state.status === 'skipped' ? state.reason : 'run'));
}

const six = [at(9, 10), at(9, 20), at(9, 30), at(9, 40), at(9, 50), at(10)];

describe('accountFor', () => {
  it('makes a slot of each fire time', () => {
    const schedule = scheduleOf();
    const fires = [{ at: at(9, 10), isClosed: false }];
    const due = { schedule, fires, followingOpen: at(9, 20), now: at(9, 10, 2) };
    expect(accountFor({ ...due, runIdOf: ({ scheduledFor }) => toRunId(`run_${scheduledFor}`) })).toEqual([
      {
        policyId: schedule.policyId,
        scheduledFor: at(9, 10),
        version: 3,
        state: { status: 'claimed', runId: `run_${at(9, 10)}` },
        recordedAt: at(9, 10, 2),
      },
    ]);
    expect(outcomes(schedule, { now: at(9), fires: [] })).toEqual([]);
  });

  it('runs the newest of several inside the grace', () => {
    const schedule = scheduleOf({ misfireGraceTime: 1800 });
    expect(outcomes(schedule, { now: at(10, 0, 5), fires: six, following: at(10, 10) })).toEqual([
      'misfired',
      'misfired',
      'misfired',
      'coalesced',
      'coalesced',
      'run',
    ]);
  });

  it('runs nothing on a closed day, and the newest of the others', () => {
    const closed = [at(9, 40), at(9, 50), at(10)];
    const due = { now: at(10, 0, 5), fires: six, closed, following: at(11) };
    expect(outcomes(scheduleOf({ misfireGraceTime: 3600 }), due)).toEqual([
      'coalesced',
      'coalesced',
      'run',
      'market_closed',
      'market_closed',
      'market_closed',
    ]);
    expect(outcomes(scheduleOf({ standing: 'paused' }), due)).toEqual([
      'paused',
      'paused',
      'paused',
      'market_closed',
      'market_closed',
      'market_closed',
    ]);
  });

  it('gives a slot until the next one that a market lets run', () => {
    const due = { now: at(9, 25), fires: [at(9, 10), at(9, 20)], closed: [at(9, 20)], following: at(9, 30) };
    expect(outcomes(scheduleOf({ misfireGraceTime: null }), due)).toEqual(['run', 'market_closed']);
  });

  it('runs each inside the grace without coalesce', () => {
    const schedule = scheduleOf({ misfireGraceTime: 1800, coalesce: false });
    expect(outcomes(schedule, { now: at(10), fires: six, following: at(10, 10) })).toEqual([
      'misfired',
      'misfired',
      'run',
      'run',
      'run',
      'run',
    ]);
  });

  it('coalesces a slot whose successor is due but in the next batch', () => {
    expect(outcomes(scheduleOf(), { now: at(10), fires: [at(9, 40)], following: at(9, 50) })).toEqual([
      'coalesced',
    ]);
  });

  it('counts lateness in whole seconds', () => {
    const justInside = toInstant(Date.parse(at(9, 11)) + 999);
    for (const [misfireGraceTime, now, outcome] of [
      [60, at(9, 11), 'run'],
      [60, justInside, 'run'],
      [60, at(9, 11, 1), 'misfired'],
      [0, at(9, 10), 'run'],
      [0, at(9, 10, 1), 'misfired'],
    ] as const) {
      const schedule = scheduleOf({ misfireGraceTime });
      expect(outcomes(schedule, { now, fires: [at(9, 10)], following: at(9, 20) })).toEqual([outcome]);
    }
  });

  it('gives time until the next slot where no grace is named', () => {
    const schedule = scheduleOf({ misfireGraceTime: null, coalesce: false });
    expect(outcomes(schedule, { now: at(9, 30), fires: six.slice(0, 3), following: at(9, 40) })).toEqual([
      'misfired',
      'run',
      'run',
    ]);
    expect(outcomes(schedule, { now: at(9, 39, 59), fires: [at(9, 30)], following: at(9, 40) })).toEqual([
      'run',
    ]);
  });

  it('gives a day at most where no grace is named', () => {
    const schedule = scheduleOf({ misfireGraceTime: null });
    const week = toInstant(Date.parse(at(9)) + 7 * 86_400_000);
    const late = (seconds: number) => toInstant(Date.parse(at(9)) + seconds * 1000);
    for (const following of [week, undefined]) {
      const given = { fires: [at(9)], ...(following === undefined ? {} : { following }) };
      expect(outcomes(schedule, { ...given, now: late(86_400) })).toEqual(['run']);
      expect(outcomes(schedule, { ...given, now: late(86_401) })).toEqual(['misfired']);
    }
  });

  it('names why a policy does not run, however late a slot is', () => {
    for (const standing of ['paused', 'awaiting_approval'] as const) {
      const schedule = scheduleOf({ standing, misfireGraceTime: 60 });
      const given = { now: at(9, 20), fires: [at(9, 10), at(9, 20)], following: at(9, 30) };
      expect(outcomes(schedule, given)).toEqual([standing, standing]);
    }
  });
});
