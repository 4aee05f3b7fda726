import { type Day, dayOf, isWeekend, toDay, weekdayOf, yearOf } from './calendar-date.ts';
import { type DayRule, evaluateDayRule, holdsIn } from './day-rule.ts';
import type { LocalTime } from './local-time.ts';
import type { LastSessionBy, MarketRules, WeekendRule } from './market-rules.ts';

/** What is unusual in one year of a market. */
export interface MarketYear {
  /** Why the market is closed, by day; weekends are not listed. */
  readonly closures: ReadonlyMap<Day, string>;
  /** When a session closes earlier than usual, by day. */
  readonly earlyCloses: ReadonlyMap<Day, LocalTime>;
}

/** A year is evaluated once; a bound keeps a walk over centuries from being remembered. */
const rememberedYears = 64;

/** Gives the years of a market, each evaluated when it is first asked for. */
export function createMarketYears(rules: MarketRules): (year: number) => MarketYear {
  const years = new Map<number, MarketYear>();
  return (year) => {
    const known = years.get(year);
    if (known !== undefined) return known;
    if (years.size >= rememberedYears) years.clear();
    const evaluated = evaluateYear(rules, year);
    years.set(year, evaluated);
    return evaluated;
  };
}

/** Evaluates all rules for one year. */
export function evaluateYear(rules: MarketRules, year: number): MarketYear {
  const closures = closuresOf(rules, year);
  return { closures, earlyCloses: earlyClosesOf(rules, closures, year) };
}

/** Whether a market trades on a day, given the closures of its year. */
export function isTradingDay({ week }: MarketRules, closures: ReadonlyMap<Day, string>, day: Day): boolean {
  return !closures.has(day) && (week === 'every-day' || !isWeekend(day));
}

function closuresOf(rules: MarketRules, year: number): ReadonlyMap<Day, string> {
  const closures = new Map<Day, string>();
  // A holiday of a neighbouring year can be observed in this one: a Saturday 1 January on the Friday before it.
  const holidays = [year - 1, year, year + 1].flatMap((y) =>
    rules.holidays
      .filter(({ years = {} }) => holdsIn(years, y))
      .map(({ name, on, onWeekend = 'not-moved' }) => ({ name, onWeekend, day: evaluateDayRule(on, y) })),
  );
  const onWeekdays = holidays.filter(({ day }) => !isWeekend(day));
  for (const { name, day } of onWeekdays) closures.set(day, name);
  // Moved ones look for days that are free of the others, and of each other: in the order in which they fall.
  const moved = holidays.filter(({ day }) => isWeekend(day)).sort((one, other) => one.day - other.day);
  for (const { name, day, onWeekend } of moved) {
    const observed = observedDay(onWeekend, day, closures);
    if (observed !== undefined) closures.set(observed, `${name} (observed)`);
  }
  for (const [date, event] of Object.entries(rules.specialClosures)) closures.set(toDay(date), event);
  return new Map([...closures].filter(([day]) => yearOf(day) === year));
}

/** Where a holiday goes that falls on a weekend; `undefined` when it is lost. */
function observedDay(rule: WeekendRule, day: Day, taken: ReadonlyMap<Day, string>): Day | undefined {
  const isSaturday = weekdayOf(day) === 'saturday';
  switch (rule) {
    case 'not-moved':
      return undefined;
    case 'nearest-weekday':
      return isSaturday ? day - 1 : day + 1;
    case 'monday-after-sunday':
      return isSaturday ? undefined : day + 1;
    case 'next-free-weekday': {
      let free = day + 1;
      while (isWeekend(free) || taken.has(free)) free += 1;
      return free;
    }
  }
}

function earlyClosesOf(
  rules: MarketRules,
  closures: ReadonlyMap<Day, string>,
  year: number,
): ReadonlyMap<Day, LocalTime> {
  const earlyCloses = new Map<Day, LocalTime>();
  const trades = (day: Day) => isTradingDay(rules, closures, day);
  for (const { on, close, years = {}, weekdays } of rules.earlyCloses) {
    if (!holdsIn(years, year)) continue;
    const day = earlyDay(on, year, trades);
    if (trades(day) && (weekdays?.includes(weekdayOf(day)) ?? true)) earlyCloses.set(day, close);
  }
  for (const [date, { close }] of Object.entries(rules.specialEarlyCloses)) {
    const day = toDay(date);
    if (yearOf(day) === year) earlyCloses.set(day, close);
  }
  return earlyCloses;
}

function earlyDay(rule: DayRule | LastSessionBy, year: number, trades: (day: Day) => boolean): Day {
  if (rule.kind !== 'last-session-by') return evaluateDayRule(rule, year);
  let day = dayOf(year, rule.month, rule.day);
  while (!trades(day)) day -= 1;
  return day;
}
