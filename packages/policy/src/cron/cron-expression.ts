import { type CronField, cronFieldNames, type CronPart, parseCronField } from './cron-field.ts';

declare const brand: unique symbol;

/** How two restricted day fields go together: a day matches either, or both. */
export type DayMatch = 'any' | 'all';

interface CronFields {
  /** As written, without needless spaces. */
  readonly source: string;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
  /** Set when both day fields are restricted. */
  readonly dayMatch: DayMatch | undefined;
  /**
   * Whether minute or hour hold `*` or `/`: then it means an interval, which a clock change shortens or lengthens;
   * otherwise fixed times, each of which happens once a day.
   */
  readonly isInterval: boolean;
}

/** A cron expression that obeys every rule; only {@link parseCron} makes one. */
export type CronExpression = CronFields & { readonly [brand]: 'CronExpression' };

/** A cron expression, or why it is none. */
export type ParsedCron =
  | { readonly ok: true; readonly cron: CronExpression }
  | { readonly ok: false; readonly message: string; readonly suggestion?: string };

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a cron expression of five fields, or a macro; everything that other dialects allow is refused with advice. */
export function parseCron(text: string, dayMatch?: DayMatch): ParsedCron {
  const source = text
    .trim()
    .split(/[ \t]+/)
    .join(' ');
  const written = source.startsWith('@') ? macros[source.toLowerCase()] : source;
  if (written === undefined) {
    return refuse(`there is no macro "${source}"; there are: ${Object.keys(macros).join(', ')}`);
  }
  const texts = written.split(' ');
  if (texts.length !== 5) return refuseCount(texts);
  const fields: CronField[] = [];
  for (const [index, name] of cronFieldNames.entries()) {
    const field = parseCronField(name, texts[index] ?? '');
    if ('message' in field) {
      return refuse(
        field.message,
        field.instead === undefined ? undefined : texts.with(index, field.instead).join(' '),
      );
    }
    fields.push(field);
  }
  return checkTogether(source, texts, fields, dayMatch);
}

function refuse(message: string, suggestion?: string): ParsedCron {
  return { ok: false, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

function refuseCount(texts: readonly string[]): ParsedCron {
  const message = `a cron expression has five fields (minute, hour, day of month, month, day of week), not ${texts.length}`;
  if (texts.length === 6 || texts.length === 7) {
    // A year can only come last; otherwise the surplus field is the seconds in front.
    const endsWithYear = texts.length === 6 && /^\d{4}/.test(texts[5] ?? '');
    const kept = endsWithYear ? texts.slice(0, 5) : texts.slice(1, 6);
    return refuse(`${message}; seconds and years are not supported`, kept.join(' '));
  }
  return refuse(message);
}

function checkTogether(
  source: string,
  texts: readonly string[],
  [minute, hour, dayOfMonth, month, dayOfWeek]: readonly CronField[],
  dayMatch: DayMatch | undefined,
): ParsedCron {
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) return refuse('five fields are needed');
  const bothDays = dayOfMonth.restricted && dayOfWeek.restricted;
  if (bothDays && [dayOfMonth, dayOfWeek].some(({ parts }) => parts.some(isWideStep))) {
    const message =
      'a step over "*" in one day field beside a restricted other one means different things in different dialects';
    return refuse(`${message}; list the days instead`);
  }
  if (bothDays && dayMatch === undefined) {
    const message =
      'both day fields are restricted; say with "day_match" whether a day must match "any" of them or "all"';
    return refuse(message, `"day_match": "any"`);
  }
  if (neverOccurs(dayOfMonth, month) && !(bothDays && dayMatch === 'any')) {
    return refuse(`no month that is named has such a day: "${texts[2]} ${texts[3]}" never occurs`);
  }
  if (bothDays && dayMatch === 'all' && neverMeet(dayOfMonth, dayOfWeek)) {
    return refuse(`no day can be both "${texts[2]}" and "${texts[4]}": it never occurs`);
  }
  const isInterval = [texts[0], texts[1]].some((field) => field?.includes('*') || field?.includes('/'));
  const fields: CronFields = {
    source,
    minute,
    hour,
    dayOfMonth,
    month,
    dayOfWeek,
    dayMatch: bothDays ? dayMatch : undefined,
    isInterval,
  };
  return { ok: true, cron: fields as CronExpression };
}

function isWideStep(part: CronPart): boolean {
  return part.kind === 'every' && part.step > 1;
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether every day of month that is named is beyond the end of every month that is named. */
function neverOccurs(dayOfMonth: CronField, month: CronField): boolean {
  const longestNamed = Math.max(
    ...longest.filter((_, index) => month.parts.some((part) => covers(part, index + 1, 1))),
  );
  return dayOfMonth.parts.every((part) => firstDay(part) > longestNamed);
}

function firstDay(part: CronPart): number {
  if (part.kind === 'value') return part.value;
  if (part.kind === 'range') return part.from;
  return part.kind === 'nearest-weekday' ? part.day : 1;
}

/** Whether no day of a month is among the days named and among those that the weekdays can fall on. */
function neverMeet(dayOfMonth: CronField, dayOfWeek: CronField): boolean {
  const days = Array.from({ length: 31 }, (_, index) => index + 1);
  return !days.some(
    (day) =>
      dayOfMonth.parts.some((part) => canBe(part, day)) &&
      dayOfWeek.parts.some((part) => canFallOn(part, day)),
  );
}

/** Parts that depend on the month can be several days; where it matters they are taken to be any. */
function canBe(part: CronPart, day: number): boolean {
  if (part.kind === 'last-day' || part.kind === 'last-weekday') return day >= 26;
  if (part.kind === 'nearest-weekday') return Math.abs(day - part.day) <= 2;
  return covers(part, day, 1);
}

function canFallOn(part: CronPart, day: number): boolean {
  if (part.kind === 'nth-of-month') return Math.ceil(day / 7) === part.nth;
  // The shortest month has 28 days.
  return part.kind === 'last-of-month' ? day >= 22 : true;
}

/** Whether a plain part holds a value; parts that depend on the calendar hold none here. */
function covers(part: CronPart, value: number, min: number): boolean {
  if (part.kind === 'value') return part.value === value;
  if (part.kind === 'every') return (value - min) % part.step === 0;
  return (
    part.kind === 'range' && value >= part.from && value <= part.to && (value - part.from) % part.step === 0
  );
}
