import { toPointer, nearestName } from '@daybook/kernel';
import { parseCron } from './cron/cron-expression.ts';
import { isTimeZone, timeZones } from './cron/time-zone.ts';
import { errorAt, type Issue } from './issue.ts';

/** The parts of a trigger that the rules below look at; other parts are the schema's concern. */
export interface TriggerParts {
  readonly cron?: unknown;
  readonly timezone?: unknown;
  readonly day_match?: unknown;
  readonly calendar?: unknown;
}

/** Checks what a schema can't: the cron text, the zone, and that the parts of the trigger go together. */
export function checkTrigger(trigger: TriggerParts, at: readonly string[]): readonly Issue[] {
  return [...checkZone(trigger.timezone, at), ...checkCron(trigger, at), ...checkTiming(trigger, at)];
}

function checkZone(zone: unknown, at: readonly string[]): readonly Issue[] {
  if (typeof zone !== 'string' || zone === '' || isTimeZone(zone)) return [];
  const message = `"${zone.slice(0, 64)}" is no time zone of the IANA database, such as "Europe/Vienna".`;
  return [
    errorAt(
      toPointer([...at, 'timezone']),
      'trigger.timezone-unknown',
      message,
      nearestName(zone, timeZones()),
    ),
  ];
}

function checkCron({ cron, day_match: dayMatch }: TriggerParts, at: readonly string[]): readonly Issue[] {
  // The schema refuses one that is longer.
  if (typeof cron !== 'string' || cron === '' || cron.length > 256) return [];
  const parsed = parseCron(cron, dayMatch === 'any' || dayMatch === 'all' ? dayMatch : undefined);
  if (parsed.ok) return [];
  const message = `"${cron.slice(0, 80)}" cannot be used: ${parsed.message}.`;
  return [errorAt(toPointer([...at, 'cron']), 'trigger.cron-invalid', message, parsed.suggestion)];
}

function checkTiming({ cron, calendar }: TriggerParts, at: readonly string[]): readonly Issue[] {
  const sessions = typeof calendar === 'object' && calendar !== null ? calendar : {};
  const afterClose = 'after_close' in sessions;
  const pointer = toPointer(at);
  if (cron !== undefined && afterClose) {
    const message = 'A trigger has "cron" or "calendar.after_close", not both.';
    return [errorAt(pointer, 'trigger.timing-ambiguous', message, 'Remove one of them.')];
  }
  if (cron === undefined && 'closed' in sessions) {
    const place = toPointer([...at, 'calendar', 'closed']);
    const message =
      '"closed" says what a "cron" slot does on a day without a session; after a close there always was one.';
    return [errorAt(place, 'trigger.closed-without-cron', message, 'Remove it.')];
  }
  if (cron !== undefined || afterClose) return [];
  const message = 'A trigger needs a time: "cron", or "calendar" with "after_close".';
  return [errorAt(pointer, 'trigger.timing-missing', message, '"cron": "30 16 * * FRI"')];
}
