import { describe, expect, it } from '@jest/globals';
import type { ScheduleDocument, SlotDocument } from '@daybook/api-contract';
import fc from 'fast-check';
import { toDayLines } from '../src/schedule/day-lines.ts';
import { createDayReader } from '../src/schedule/day-reader.ts';
import { addMonths, nameMonth, readMonth, weeksOf } from '../src/schedule/month.ts';
import { toEntries } from '../src/schedule/schedule-entries.ts';
import { spansOf } from '../src/schedule/schedule-spans.ts';
import { fireNoteWords, outcomeLooks, outcomes, slotReasonWords } from '../src/words/schedule-words.ts';

const dayMs = 86_400_000;

function slotAt(at: string, state: Partial<SlotDocument> = {}): SlotDocument {
  return {
    policy_id: 'pol_1',
    policy_name: 'brief',
    scheduled_for: at,
    state: 'ran',
    reason: null,
    run_id: 'run_1',
    ...state,
  };
}

function fireAt(
  at: string,
  note: ScheduleDocument['coming'][number]['note'] = null,
): ScheduleDocument['coming'][number] {
  return { at, local: at, note, policy_id: 'pol_1', policy_name: 'brief' };
}

describe('readMonth', () => {
  it('reads what an address holds and leaves nonsense out', () => {
    expect(readMonth(new URLSearchParams('month=2026-12'))).toBe('2026-12');
    for (const text of [
      '',
      'month=',
      'month=2026-13',
      'month=2026-1',
      'month=12026-01',
      'month=0001-01',
      'month=2100-01',
    ]) {
      expect(readMonth(new URLSearchParams(text))).toBeNull();
    }
  });
});

describe('months', () => {
  it('are counted over the turn of the year', () => {
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1), addMonths('2026-03', 0)]).toEqual([
      '2027-01',
      '2025-12',
      '2026-03',
    ]);
    expect(nameMonth('2026-12')).toBe('December 2026');
  });
});

describe('weeksOf', () => {
  it('gives the whole weeks that touch a month, from Monday on', () => {
    const weeks = weeksOf('2026-12');
    expect(weeks.map(([monday]) => monday)).toEqual([
      '2026-11-30',
      '2026-12-07',
      '2026-12-14',
      '2026-12-21',
      '2026-12-28',
    ]);
    expect(weeks.at(-1)?.at(-1)).toBe('2027-01-03');
  });

  it('has four weeks at least and six at most', () => {
    expect(weeksOf('2027-02')).toHaveLength(4);
    expect(weeksOf('2026-08')).toHaveLength(6);
  });

  it('has every date of the month once, whatever the clocks do', () => {
    const anyMonth = fc.tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(anyMonth, ([year, number]) => {
        const month = `${year}-${String(number).padStart(2, '0')}`;
        const dates = weeksOf(month).flat();
        expect(new Set(dates).size).toBe(dates.length);
        expect(dates.filter((date) => date.startsWith(month))).toHaveLength(
          new Date(Date.UTC(year, number, 0)).getUTCDate(),
        );
        expect(dates.map((date) => Date.parse(date))).toEqual(
          dates.map((_, index) => Date.parse(dates[0] ?? '') + index * dayMs),
        );
        expect(new Date(dates[0] ?? '').getUTCDay()).toBe(1);
      }),
    );
  });
});

describe('spansOf', () => {
  it('holds every instant of its dates in every zone, with neither gap nor overlap', () => {
    const spans = spansOf('2026-08-31', '2026-10-04');
    const ends = spans.map(({ from, days }) => Date.parse(from) + days * dayMs);
    expect(spans.slice(1).map(({ from }) => Date.parse(from))).toEqual(ends.slice(0, -1));
    // The first and the last place on Earth where a date is.
    expect(Date.parse(spans[0]?.from ?? '')).toBeLessThanOrEqual(Date.parse('2026-08-31T00:00:00+14:00'));
    expect(ends.at(-1)).toBeGreaterThanOrEqual(Date.parse('2026-10-05T00:00:00-12:00'));
  });
});

describe('toEntries', () => {
  it('says of slots what became of them, as their runs ended', () => {
    const past = [
      slotAt('2026-03-06T08:00:00.000Z', { run_id: 'run_8' }),
      slotAt('2026-03-06T07:00:00.000Z', { run_id: 'run_7' }),
      slotAt('2026-03-06T06:00:00.000Z', { state: 'claimed', run_id: 'run_6' }),
      slotAt('2026-03-06T05:00:00.000Z', { state: 'skipped', reason: 'misfired', run_id: null }),
      slotAt('2026-03-06T04:00:00.000Z', { state: 'skipped', reason: 'coalesced', run_id: null }),
      slotAt('2026-03-06T03:00:00.000Z', { state: 'skipped', reason: 'market_closed', run_id: null }),
    ];
    const entries = toEntries([{ coming: [], past }], new Map([['run_7', 'failed']]));
    expect(entries.map(({ outcome, remark, runId }) => [outcome, remark, runId])).toEqual([
      ['closed', null, null],
      ['skipped', 'a later one ran in its place', null],
      ['missed', 'too late to run', null],
      ['starting', null, null],
      ['failed', null, 'run_7'],
      ['ran', null, 'run_8'],
    ]);
  });

  it('says of coming fire times what clocks and markets do to them', () => {
    const coming = [
      fireAt('2026-03-06T09:00:00.000Z'),
      fireAt('2026-03-06T10:00:00.000Z', 'moved'),
      fireAt('2026-03-06T11:00:00.000Z', 'market_closed'),
    ];
    expect(
      toEntries([{ coming, past: [] }], new Map()).map(({ outcome, remark }) => [outcome, remark]),
    ).toEqual([
      ['due', null],
      ['due', fireNoteWords.moved],
      ['closed', null],
    ]);
  });

  it('lists once what was due while it was asked for', () => {
    const at = '2026-03-06T09:00:00.000Z';
    const entries = toEntries(
      [
        { coming: [fireAt(at)], past: [] },
        { coming: [], past: [slotAt(at)] },
      ],
      new Map(),
    );
    expect(entries.map(({ outcome }) => outcome)).toEqual(['ran']);
  });
});

describe('toDayLines', () => {
  const quarters = Array.from({ length: 25 * 4 }, (_, index) =>
    new Date(Date.parse('2026-10-24T22:00:00.000Z') + index * 15 * 60_000).toISOString(),
  );

  it('puts a policy of many entries on one line of the day, the worst outcome first', () => {
    const past = quarters.map((at, index) =>
      slotAt(at, {
        run_id: `run_${index}`,
        ...(index === 5 ? { state: 'skipped', reason: 'misfired' } : {}),
      }),
    );
    const entries = toEntries([{ coming: [], past }], new Map([['run_9', 'failed']]));
    // On this day the clocks of Vienna go back: it has 25 hours.
    const days = toDayLines(entries, 'Europe/Vienna');
    expect([...days.keys()]).toEqual(['2026-10-25']);
    expect(days.get('2026-10-25')).toMatchObject([
      {
        policyName: 'brief',
        times: '00:00–23:45',
        counts: [
          { outcome: 'failed', count: 1 },
          { outcome: 'missed', count: 1 },
          { outcome: 'ran', count: 98 },
        ],
        remark: null,
      },
    ]);
  });

  it('keeps the days of 23 hours and of other zones apart', () => {
    const ats = ['2026-03-29T21:59:00.000Z', '2026-03-29T22:00:00.000Z'].map((at) => slotAt(at));
    const entries = toEntries([{ coming: [], past: ats }], new Map());
    expect([...toDayLines(entries, 'Europe/Vienna').keys()]).toEqual(['2026-03-29', '2026-03-30']);
    expect([...toDayLines(entries, 'UTC').keys()]).toEqual(['2026-03-29']);
  });

  it('says a remark once that all entries of the line share', () => {
    const past = quarters
      .slice(0, 3)
      .map((at) => slotAt(at, { state: 'skipped', reason: 'paused', run_id: null }));
    const entries = toEntries([{ coming: [], past }], new Map());
    expect(toDayLines(entries, 'UTC').get('2026-10-24')?.[0]?.remark).toBe('the policy was paused');
  });

  it('shows one time for a single entry', () => {
    const entries = toEntries([{ coming: [fireAt('2026-03-06T09:05:00.000Z')], past: [] }], new Map());
    expect(toDayLines(entries, 'UTC').get('2026-03-06')?.[0]?.times).toBe('09:05');
  });
});

describe('createDayReader', () => {
  it('begins the day at 00:00', () => {
    expect(createDayReader('Europe/Vienna')('2026-12-06T23:00:00.000Z')).toEqual({
      date: '2026-12-07',
      time: '00:00',
    });
  });
});

describe('words of the schedule', () => {
  it('give each outcome a shape and a word that no other has', () => {
    const looks = outcomes.map((outcome) => outcomeLooks[outcome]);
    expect(new Set(looks.map(({ icon }) => icon)).size).toBe(looks.length);
    expect(new Set(looks.map(({ text }) => text)).size).toBe(looks.length);
  });

  it('tell notes and reasons apart', () => {
    for (const table of [fireNoteWords, slotReasonWords]) {
      expect(new Set(Object.values(table)).size).toBe(Object.keys(table).length);
    }
  });
});
