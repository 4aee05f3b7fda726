import { createZoneOffset, EngineError } from '@daybook/kernel';
import { isTimeZone } from '@daybook/policy';

const dayMs = 86_400_000;

/** What a zone's clocks show. */
export interface Zone {
  readonly name: string;
  /** How far its clocks are ahead of UTC at an instant; both in milliseconds. */
  offsetAt(epochMs: number): number;
}

/** Zones that were asked for; there are some hundred names. Making one takes as long as a hundred answers of it. */
const zones = new Map<string, Zone>();

/**
 * The zone of that name.
 * @throws EngineError `usage.invalid` when there is none.
 */
export function readZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (isTimeZone(name)) {
    const zone = { name, offsetAt: createZoneOffset(name) };
    zones.set(name, zone);
    return zone;
  }
  const message = `"${name.slice(0, 64)}" is no time zone; give one of the IANA database, such as "Europe/Vienna".`;
  throw new EngineError('usage.invalid', message);
}

/**
 * The first instant after the gap that a wall time falls into; `undefined` when the clocks do show it, or when its
 * whole day is missing. A wall time is written as the milliseconds that it would be in UTC.
 */
export function endOfGap(zone: Zone, wallMs: number): number | undefined {
  const before = zone.offsetAt(wallMs - dayMs);
  const after = zone.offsetAt(wallMs + dayMs);
  if (after <= before) return undefined;
  const change = changeBetween(zone, wallMs - dayMs, wallMs + dayMs);
  const [gapStart, gapEnd] = [change + before, change + after];
  if (wallMs < gapStart || wallMs >= gapEnd) return undefined;
  const midnight = Math.floor(wallMs / dayMs) * dayMs;
  return midnight >= gapStart && midnight + dayMs <= gapEnd ? undefined : change;
}

/**
 * The first instant at which the clocks show a time or, when they skip it, the end of the gap. A wall time is written as
 * the milliseconds that it would be in UTC.
 */
export function toEpochOf(zone: Zone, wallMs: number): number {
  const early = wallMs - Math.max(zone.offsetAt(wallMs - dayMs), zone.offsetAt(wallMs + dayMs));
  const late = wallMs - Math.min(zone.offsetAt(wallMs - dayMs), zone.offsetAt(wallMs + dayMs));
  for (const epochMs of [early, late]) {
    if (epochMs + zone.offsetAt(epochMs) === wallMs) return epochMs;
  }
  return endOfGap(zone, wallMs) ?? late;
}

/** The second in which the offset changes, of which there is one between the two instants. */
function changeBetween(zone: Zone, startMs: number, endMs: number): number {
  const before = zone.offsetAt(startMs);
  let [low, high] = [Math.floor(startMs / 1000), Math.floor(endMs / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** Whether the clocks showed the same time before, in the hour that is repeated when they go back. */
export function isRepeated(zone: Zone, epochMs: number): boolean {
  const now = zone.offsetAt(epochMs);
  const before = zone.offsetAt(epochMs - dayMs);
  return before > now && zone.offsetAt(epochMs - (before - now)) === before;
}

/** Local time with offset and zone, such as `2026-03-08T03:00:00-04:00[America/New_York]`. */
export function toLocalText(zone: Zone, epochMs: number): string {
  const offset = zone.offsetAt(epochMs);
  const wall = new Date(epochMs + offset).toISOString().slice(0, 19);
  const [hours = '', minutes = '', seconds = ''] = new Date(Math.abs(offset))
    .toISOString()
    .slice(11, 19)
    .split(':');
  // Before there were standard times, offsets had seconds.
  const parts = seconds === '00' ? [hours, minutes] : [hours, minutes, seconds];
  return `${wall}${offset < 0 ? '-' : '+'}${parts.join(':')}[${zone.name}]`;
}
