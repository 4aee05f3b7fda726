import { EngineError, type Instant, toEpochMs, toInstant } from '@daybook/kernel';
import { type CronExpression, type DayMatch, parseCron } from '@daybook/policy';
import { Cron, type CronOptions } from 'croner';
import { toCronerPatterns } from './croner-pattern.ts';
import type { FireTime, FireTimes } from './fire-times.ts';
import type { CronTiming } from './timing.ts';
import { endOfGap, isRepeated, readZone, toLocalText, type Zone } from './zone-offset.ts';

/**
 * The fire times of a cron expression, whatever markets do.
 * @throws EngineError `usage.invalid` when the expression or the zone can't be used.
 */
export function createCronFireTimes({ cron: text, timezone, dayMatch }: CronTiming): FireTimes {
  const cron = readCron(text, dayMatch ?? undefined);
  const zone = readZone(timezone);
  const patterns = toCronerPatterns(cron);
  const rules = { mode: '5-part', fixedTimeRule: 'no-wildcard', domAndDow: cron.dayMatch === 'all' } as const;
  const inZone = createSearch(patterns, { ...rules, timezone });
  const onWallClock = createSearch(patterns, { ...rules, utcOffset: 0 });
  function after(from: Instant): Instant | undefined {
    const fromMs = Math.floor(toEpochMs(from) / 1000) * 1000;
    const found = inZone.after(fromMs);
    const shifted = cron.isInterval ? undefined : shiftedBefore(zone, onWallClock, { fromMs, found });
    const first = earliest([found, shifted]);
    return first === undefined ? undefined : toInstant(first);
  }

  return {
    after,
    openAfter: after,
    isClosed: () => false,
    describe(at) {
      const epochMs = toEpochMs(at);
      const note = noteOf(epochMs);
      return { at, local: toLocalText(zone, epochMs), ...(note === undefined ? {} : { note }) };
    },
  };

  function noteOf(epochMs: number): FireTime['note'] {
    if (cron.isInterval) return isRepeated(zone, epochMs) ? 'repeated' : undefined;
    return onWallClock.matches(epochMs + zone.offsetAt(epochMs)) ? undefined : 'shifted';
  }
}

function readCron(text: string, dayMatch: DayMatch | undefined): CronExpression {
  const parsed = parseCron(text, dayMatch);
  if (parsed.ok) return parsed.cron;
  const advice = parsed.suggestion === undefined ? '' : ` Write: ${parsed.suggestion}`;
  const message = `The cron expression "${text.slice(0, 80)}" cannot be used: ${parsed.message}.${advice}`;
  throw new EngineError('usage.invalid', message);
}

/** The times that match one of several patterns, in milliseconds. */
interface Search {
  after(epochMs: number): number | undefined;
  matches(epochMs: number): boolean;
}

function createSearch(patterns: readonly string[], options: CronOptions): Search {
  // croner completes the options that it is given in place.
  const crons = patterns.map((pattern) => new Cron(pattern, { ...options }));
  return {
    after: (epochMs) => earliest(crons.map((cron) => cron.nextRun(new Date(epochMs))?.getTime())),
    matches: (epochMs) => crons.some((cron) => cron.match(new Date(epochMs))),
  };
}

/**
 * The end of a gap that swallowed a fixed time, when that comes before what was found: croner moves such a time within
 * its day, but drops it when the gap ends on the next one.
 */
function shiftedBefore(
  zone: Zone,
  onWallClock: Search,
  { fromMs, found }: { readonly fromMs: number; readonly found: number | undefined },
): number | undefined {
  const limit = found === undefined ? undefined : found + zone.offsetAt(found);
  if (found !== undefined && isSteady(zone, fromMs, found)) return undefined;
  let wall = onWallClock.after(fromMs + zone.offsetAt(fromMs));
  while (wall !== undefined && (limit === undefined || wall < limit)) {
    const end = endOfGap(zone, wall);
    if (end !== undefined && end > fromMs) return end;
    wall = onWallClock.after(wall);
  }
  return undefined;
}

/** Whether the clocks are surely not changed between two instants; no zone changes them and takes it back within days. */
function isSteady(zone: Zone, fromMs: number, untilMs: number): boolean {
  const dayMs = 86_400_000;
  return untilMs - fromMs <= 7 * dayMs && zone.offsetAt(fromMs - dayMs) === zone.offsetAt(untilMs + dayMs);
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
