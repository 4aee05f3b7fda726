import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toEpochMs, toInstant } from '@daybook/kernel';
import { parseCron } from '@daybook/policy';
import { type FireTime, nextFireTimes, previousFireTimes } from '@daybook/scheduler';
import { type RandomPattern, randomPattern } from './random-pattern.ts';
import { changesOfYear, createWallClockOracle } from './wall-clock-oracle.ts';

/**
 * How many cases; in one of them each: an expression, a zone and an instant. `DAYBOOK_CRON_CASES=100000` plays more of
 * them, `DAYBOOK_SEED` those of an earlier test.
 */
const cases = Number(process.env['DAYBOOK_CRON_CASES'] ?? 2000);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);
/** Expressions of one zone and week, which share the work of looking at its clocks. */
const together = 10;
const count = 8;
/** Long enough for what fires once a year. */
const horizonMs = 400 * 86_400_000;

/** Zones that change their clocks in a way of their own: half an hour, two, three, a day; at midnight and across it. */
const odd = [
  'Australia/Lord_Howe',
  'America/Nuuk',
  'Africa/Cairo',
  'America/Havana',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Antarctica/Casey',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Tehran',
] as const;

const zone = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC') },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
);

/** Where to begin: by a change of the clocks, when the year has one, or anywhere in it. */
const start = fc.record({
  year: fc.integer({ min: 2000, max: 2037 }),
  nearChange: fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 7 }) }, fc.constant(null)),
  minutesInto: fc.integer({ min: 0, max: 365 * 24 * 60 }),
});

interface Begin {
  readonly year: number;
  /** Which change of that year, or none. */
  readonly nearChange: number | null;
  readonly minutesInto: number;
}

const patterns = fc.array(randomPattern, { minLength: together, maxLength: together });

describe('fire times beside an independent reading of the rules', () => {
  it('agree for any expression, in any zone, from any instant', () => {
    let compared = 0;
    fc.assert(
      fc.property(zone, start, patterns, fc.nat({ max: 3 * 24 * 60 }), (timezone, begin, drawn, before) => {
        const fromMs = instantOf(timezone, begin, before);
        const oracle = createWallClockOracle(timezone);
        for (const [index, pattern] of drawn.entries()) {
          if (!parseCron(pattern.cron, pattern.dayMatch ?? undefined).ok) continue;
          const fires = compareNext(oracle, timezone, pattern, fromMs);
          // Looking back costs more than looking ahead, so some of them are enough.
          if (index % 10 === 0) comparePrevious(timezone, pattern, fromMs, fires);
          compared += 1;
        }
      }),
      {
        // Some expressions that are drawn are none that may be written.
        numRuns: Math.ceil((cases * 1.03) / together),
        seed,
        endOnFailure: process.env['DAYBOOK_SEED'] === undefined,
      },
    );
    process.stdout.write(`${compared} fire times compared, DAYBOOK_SEED=${seed}\n`);
    expect(compared).toBeGreaterThan(cases / 2);
  });
});

/** Up to three days before a change of the clocks, or somewhere. */
function instantOf(timezone: string, begin: Begin, before: number): number {
  const { year, nearChange, minutesInto } = begin;
  const changes = nearChange === null ? [] : changesOfYear(timezone, year);
  const change = changes[(nearChange ?? 0) % Math.max(changes.length, 1)];
  if (change === undefined) return Date.UTC(year, 0, 1) + minutesInto * 60_000;
  return change - before * 60_000;
}

function compareNext(
  oracle: ReturnType<typeof createWallClockOracle>,
  timezone: string,
  pattern: RandomPattern,
  fromMs: number,
): readonly FireTime[] {
  const { cron, dayMatch } = pattern;
  const untilMs = fromMs + horizonMs;
  const window = { from: toInstant(fromMs), until: toInstant(untilMs), count };
  const next = nextFireTimes({ cron, dayMatch, timezone }, window);
  const expected = oracle.after(pattern, { fromMs, untilMs, count });
  const named = { cron, dayMatch, timezone, from: toInstant(fromMs) };
  expect({ ...named, fires: next.map(({ at, note }) => (note ? `${at} ${note}` : at)) }).toEqual({
    ...named,
    fires: expected,
  });
  return next;
}

/** Backwards the same times come in the other order. */
function comparePrevious(
  timezone: string,
  { cron, dayMatch }: RandomPattern,
  fromMs: number,
  fires: readonly FireTime[],
): void {
  const last = fires.at(-1);
  if (last === undefined) return;
  const timing = { cron, dayMatch, timezone };
  const window = { from: toInstant(toEpochMs(last.at) + 1000), since: toInstant(fromMs), count };
  const found = previousFireTimes(timing, window).toReversed();
  expect({ timing, window, fires: found }).toEqual({ timing, window, fires });
}
