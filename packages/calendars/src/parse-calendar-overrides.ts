import { EngineError, toPointer } from '@daybook/kernel';
import { z } from 'zod';
import { type CalendarCode, calendarCodes } from './calendar-code.ts';
import { dateForm, isDate } from './calendar-date.ts';
import type { CalendarOverrides, MarketOverrides } from './calendar-overrides.ts';
import { checkMarketOverrides, type OverrideProblem } from './check-market-overrides.ts';
import { isLocalTime } from './local-time.ts';

const date = z.string().refine(isDate, { error: `is no date; write ${dateForm}` });
const time = z.string().refine(isLocalTime, {
  error: 'is no time; write what the clocks of the market show, from 00:00 to 23:59, as HH:MM',
});
const reason = z.string().refine((text) => text.trim() !== '' && text.length <= 200, {
  error: 'is no reason; write why the market is closed, in 1 to 200 characters',
});

const fields = {
  closed: z.record(date, reason).optional(),
  open: z.array(date).optional(),
  early_close: z.record(date, time).optional(),
  known_until: date.optional(),
};

const document = z.partialRecord(z.enum(calendarCodes), z.strictObject(fields));

type MarketDocument = NonNullable<z.output<typeof document>[CalendarCode]>;

/**
 * Reads the document in which a user corrects calendars:
 * `{ "XNYS": { "closed": { "2026-07-06": "reason" }, "open": ["2026-07-03"], "early_close": { "2026-12-24": "13:00" },
 * "known_until": "2027-12-31" } }`. Every part may be absent.
 * @param value The parsed JSON, of all markets.
 * @throws {EngineError} `usage.invalid` with everything that is wrong: an unknown market or field, a date that does not
 *   exist, a time that is not earlier than the usual close, entries that contradict each other. Each finding names its
 *   place as a JSON pointer and says what to write; programs find them in `details.problems`.
 */
export function parseCalendarOverrides(value: unknown): CalendarOverrides {
  const parsed = document.safeParse(value);
  if (!parsed.success) throw refusal(parsed.error.issues.flatMap(toProblems));
  const overrides = new Map<CalendarCode, MarketOverrides>();
  for (const code of calendarCodes) {
    const market = parsed.data[code];
    if (market !== undefined) overrides.set(code, toMarketOverrides(market));
  }
  const problems = [...overrides].flatMap(([code, market]) => checkMarketOverrides(code, market));
  if (problems.length > 0) throw refusal(problems);
  return Object.fromEntries(overrides);
}

function toMarketOverrides(market: MarketDocument): MarketOverrides {
  const { closed = {}, open = [], early_close: earlyClose = {}, known_until: knownUntil } = market;
  return {
    closed: new Map(Object.entries(closed)),
    open: new Set(open),
    earlyClose: new Map(Object.entries(earlyClose)),
    ...(knownUntil === undefined ? {} : { knownUntil }),
  };
}

function toProblems(issue: z.core.$ZodIssue): readonly OverrideProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const message =
      path.length === 0
        ? `is no calendar; write one of ${calendarCodes.join(', ')}`
        : `is not known; write one of ${Object.keys(fields).join(', ')}`;
    return issue.keys.map((key) => ({ path: [...path, key], message }));
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  return [{ path, message: issue.code === 'invalid_type' ? wrongType(path) : issue.message }];
}

/** What belongs at a place that holds a value of another type. */
function wrongType([code, field, ...inner]: readonly string[]): string {
  if (code === undefined) return 'must be an object of calendars, such as {"XNYS": {"open": ["2026-07-03"]}}';
  if (field === undefined) return `must be an object with any of ${Object.keys(fields).join(', ')}`;
  const within = inner.length > 0;
  switch (field) {
    case 'closed':
      return within
        ? 'must be a text that says why the market is closed'
        : 'must be an object of dates and reasons';
    case 'early_close':
      return within ? 'must be a text such as "13:00"' : 'must be an object of dates and times';
    case 'open':
      return within ? 'must be a text such as "2026-07-03"' : 'must be a list of dates';
    default:
      return 'must be a text such as "2027-12-31"';
  }
}

function refusal(problems: readonly OverrideProblem[]): EngineError {
  const found = problems.map(({ path, message }) => ({ pointer: toPointer(path), message }));
  const lines = found.map(
    ({ pointer, message }) => `${pointer === '' ? 'The document' : pointer} ${message}.`,
  );
  return new EngineError('usage.invalid', `The calendar overrides can't be used. ${lines.join(' ')}`, {
    details: { problems: found },
  });
}
