import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toInstant } from '@daybook/kernel';
import { parseCron } from '@daybook/policy';
import { nextFireTimes } from '@daybook/scheduler';
import { randomPattern } from './random-pattern.ts';
import { expectedFires, minutesOf } from './wall-clock-oracle.ts';

const hourMs = 3_600_000;

/** Changes of clocks: an hour, half an hour, two, three, a day; at night, at midnight, across it. */
const changes = [
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Europe/Dublin', '2027-10-31T01:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['America/Nuuk', '2026-03-29T01:00Z'],
  ['America/Nuuk', '2026-10-25T01:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
  ['Africa/Casablanca', '2027-02-07T02:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00Z'],
  ['Antarctica/Casey', '2010-03-04T15:00Z'],
  ['America/St_Johns', '2010-03-14T03:31Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00Z'],
] as const;

const stretches = changes.map(([timezone, at]) => {
  const change = Date.parse(at);
  return { timezone, minutes: minutesOf(timezone, change - 24 * hourMs, change + 24 * hourMs) };
});

/** An index, so that a counterexample stays readable; clocks that skip midnight are rare and count threefold. */
const which = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: changes.length - 1 }) },
  { weight: 1, arbitrary: fc.constant(changes.findIndex(([timezone]) => timezone === 'America/Nuuk')) },
);
const start = fc.integer({ min: 0, max: 24 * 60 });
const count = 30;

describe('nextFireTimes beside an independent reading of the rules', () => {
  it('agrees in every minute around changes of the clocks', () => {
    fc.assert(
      fc.property(which, randomPattern, start, (index, pattern, first) => {
        const { timezone, minutes } = stretches[index] ?? { timezone: '', minutes: [] };
        const { cron, dayMatch } = pattern;
        fc.pre(parseCron(cron, dayMatch ?? undefined).ok);
        const from = toInstant(minutes[first]?.epochMs ?? 0);
        const until = toInstant(minutes.at(-1)?.epochMs ?? 0);
        const request = { cron, dayMatch, timezone, count, from, until };
        const found = nextFireTimes(request).map(({ at, note }) => (note ? `${at} ${note}` : at));
        // What is shown before the start decides what is repeated after it.
        const expected = expectedFires(minutes, pattern).filter((text) => text.slice(0, from.length) > from);
        expect(found).toEqual(expected.slice(0, count));
      }),
      { numRuns: 150 },
    );
  });
});
