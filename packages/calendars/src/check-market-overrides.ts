import type { CalendarCode } from './calendar-code.ts';
import type { MarketOverrides } from './calendar-overrides.ts';
import { createCalendar } from './create-calendar.ts';
import { toMinutes } from './local-time.ts';
import { marketRules } from './markets/market-rules-table.ts';
import { usualHoursOn } from './usual-hours.ts';

export interface OverrideProblem {
  /** Where it stands in the document. */
  readonly path: readonly string[];
  /** Goes on from the place: what is wrong, and what to write. */
  readonly message: string;
}

/** What in the corrections of one market contradicts itself, or the market. */
export function checkMarketOverrides(
  code: CalendarCode,
  overrides: MarketOverrides,
): readonly OverrideProblem[] {
  const { closed, open, knownUntil } = overrides;
  const problems: OverrideProblem[] = [];
  for (const date of open) {
    if (!closed.has(date)) continue;
    const message = `names ${date}, which is in "closed" too; remove one of the two`;
    problems.push({ path: [code, 'open'], message });
  }
  problems.push(...checkEarlyCloses(code, overrides));
  if (knownUntil !== undefined && marketRules[code].knownUntil === null) {
    const message = `is not needed: ${code} has no holidays to know about; remove it`;
    problems.push({ path: [code, 'known_until'], message });
  }
  return problems;
}

function checkEarlyCloses(
  code: CalendarCode,
  { closed, open, earlyClose }: MarketOverrides,
): readonly OverrideProblem[] {
  const rules = marketRules[code];
  const calendar = createCalendar(code);
  return [...earlyClose].flatMap(([date, time]) => {
    const at = (message: string) => [{ path: [code, 'early_close', date], message }];
    if (closed.has(date)) return at('is in "closed" too; remove one of the two');
    const closure = open.has(date) ? undefined : calendar.closureOn(date);
    if (closure !== undefined)
      return at(`has no session (${closure}); list the date in "open" too, or remove it`);
    const hours = usualHoursOn(rules, date);
    const isAfterOpen = rules.opens === 'day-before' || toMinutes(time) > toMinutes(hours.open);
    if (isAfterOpen && toMinutes(time) < toMinutes(hours.close)) return [];
    const bounds =
      rules.opens === 'day-before' ? `before ${hours.close}` : `between ${hours.open} and ${hours.close}`;
    return at(`is ${time}, but an early close of ${code} lies ${bounds}; write such a time`);
  });
}
