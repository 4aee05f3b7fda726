import fc from 'fast-check';

/** One field as text, and whether it holds for a value. */
interface Field {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

const number = (min: number, max: number) => fc.integer({ min, max });

function values(min: number, max: number): fc.Arbitrary<Field> {
  return fc
    .uniqueArray(number(min, max), { minLength: 1, maxLength: 4 })
    .map((list) => ({ text: list.join(','), holds: (value) => list.includes(value) }));
}

function range(min: number, max: number): fc.Arbitrary<Field> {
  return fc.tuple(number(min, max), number(min, max)).map(([one, other]) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    return { text: `${from}-${to}`, holds: (value) => value >= from && value <= to };
  });
}

function stepped(min: number, max: number): fc.Arbitrary<Field> {
  const step = number(1, Math.min(30, max - min));
  return fc.oneof(
    step.map((by) => ({ text: `*/${by}`, holds: (value: number) => (value - min) % by === 0 })),
    fc.tuple(range(min, max), step).map(([{ text, holds }, by]) => ({
      text: `${text}/${by}`,
      holds: (value: number) => holds(value) && (value - Number.parseInt(text, 10)) % by === 0,
    })),
  );
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const namedMonth: fc.Arbitrary<Field> = number(1, 12).map((wanted) => ({
  text: monthNames[wanted - 1] ?? '',
  holds: (value) => value === wanted,
}));

const every: fc.Arbitrary<Field> = fc.constant({ text: '*', holds: () => true });

/** A day in the three ways that day fields look at it. */
interface Day {
  readonly day: number;
  readonly weekday: number;
  readonly lastDay: number;
}

interface DayField {
  readonly text: string;
  readonly holds: (day: Day) => boolean;
}

const isWorkday = ({ day, weekday }: Day, other: number) => {
  const at = (((weekday + other - day) % 7) + 7) % 7;
  return at >= 1 && at <= 5;
};

/** The weekday nearest to a day, by trying days further and further away. */
function nearestTo(wanted: number, day: Day): number | undefined {
  if (wanted > day.lastDay) return undefined;
  return [0, -1, 1, -2, 2]
    .map((away) => wanted + away)
    .find((candidate) => candidate >= 1 && candidate <= day.lastDay && isWorkday(day, candidate));
}

const plainMonthDay: fc.Arbitrary<DayField> = fc.oneof(
  fc
    .oneof(values(1, 31), range(1, 31))
    .map(({ text, holds }) => ({ text, holds: ({ day }: Day) => holds(day) })),
  fc.constant({ text: 'L', holds: ({ day, lastDay }: Day) => day === lastDay }),
);

/** Steps stand only where the other day field is free. */
const steppedDays = fc.oneof(
  stepped(1, 31).map(
    ({ text, holds }): Days => ({
      texts: [text, '*'],
      dayMatch: null,
      holds: ({ day }) => holds(day),
    }),
  ),
  stepped(0, 6).map(
    ({ text, holds }): Days => ({
      texts: ['*', text],
      dayMatch: null,
      holds: ({ weekday }) => holds(weekday),
    }),
  ),
);

const monthDay: fc.Arbitrary<DayField> = fc.oneof(
  { weight: 2, arbitrary: plainMonthDay },
  fc.constant({ text: 'LW', holds: (day: Day) => nearestTo(day.lastDay, day) === day.day }),
  number(1, 31).map((wanted) => ({
    text: `${wanted}W`,
    holds: (day: Day) => nearestTo(wanted, day) === day.day,
  })),
);

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const weekDay: fc.Arbitrary<DayField> = fc.oneof(
  fc
    .oneof(values(0, 6), range(0, 6))
    .map(({ text, holds }) => ({ text, holds: ({ weekday }: Day) => holds(weekday) })),
  number(0, 6).map((wanted) => ({
    text: names[wanted] ?? '',
    holds: ({ weekday }: Day) => weekday === wanted,
  })),
  fc
    .constantFrom('FRI-SUN', '5-7')
    .map((text) => ({ text, holds: ({ weekday }: Day) => weekday === 0 || weekday >= 5 })),
  fc.constant({ text: '7', holds: ({ weekday }: Day) => weekday === 0 }),
  number(0, 6).map((wanted) => ({
    text: `${wanted}L`,
    holds: ({ day, weekday, lastDay }: Day) => weekday === wanted && day + 7 > lastDay,
  })),
  fc.tuple(number(0, 6), number(1, 5)).map(([wanted, nth]) => ({
    text: `${wanted}#${nth}`,
    holds: ({ day, weekday }: Day) => weekday === wanted && day > 7 * (nth - 1) && day <= 7 * nth,
  })),
);

interface Days {
  readonly texts: readonly [string, string];
  readonly dayMatch: 'any' | 'all' | null;
  readonly holds: (day: Day) => boolean;
}

const days: fc.Arbitrary<Days> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Days>({ texts: ['*', '*'], dayMatch: null, holds: () => true }) },
  monthDay.map(({ text, holds }): Days => ({ texts: [text, '*'], dayMatch: null, holds })),
  weekDay.map(({ text, holds }): Days => ({ texts: ['*', text], dayMatch: null, holds })),
  steppedDays,
  fc.tuple(monthDay, weekDay).map(
    ([one, other]): Days => ({
      texts: [one.text, other.text],
      dayMatch: 'any',
      holds: (day) => one.holds(day) || other.holds(day),
    }),
  ),
  // A working day that has to be a Sunday is looked for until the year 3000.
  fc.tuple(plainMonthDay, weekDay).map(
    ([one, other]): Days => ({
      texts: [one.text, other.text],
      dayMatch: 'all',
      holds: (day) => one.holds(day) && other.holds(day),
    }),
  ),
);

/** Hours at which clocks change. */
const nightHours = fc
  .uniqueArray(fc.constantFrom(23, 0, 1, 2, 3), { minLength: 1, maxLength: 3 })
  .map((list): Field => ({ text: list.join(','), holds: (value) => list.some((hour) => hour === value) }));

const minute = fc.oneof(values(0, 59), range(0, 59), stepped(0, 59), every);
const hour = fc.oneof(
  { weight: 4, arbitrary: nightHours },
  values(0, 23),
  range(0, 23),
  stepped(0, 23),
  every,
);

/** Most expressions leave the month open, and those that don't fire seldom. */
const month = fc.oneof(
  { weight: 5, arbitrary: every },
  fc.oneof(values(1, 12), range(1, 12), stepped(1, 12), namedMonth),
);

/** An expression, and what it means, worked out apart from any parser. */
export interface RandomPattern {
  readonly cron: string;
  readonly dayMatch: 'any' | 'all' | null;
  /** Whether the minute or the hour holds a `*` or a `/`. */
  readonly isInterval: boolean;
  /** Minutes of the day, from 0, that the time fields give; ascending. */
  readonly minutesOfDay: readonly number[];
  /** Whether the day and month fields hold for a date, given as its midnight in UTC. */
  holdsOn(midnight: number): boolean;
  /** Whether all fields hold for what a clock shows, as the milliseconds that it would be in UTC. */
  matches(wall: number): boolean;
}

const allMinutes = Array.from({ length: 24 * 60 }, (_, index) => index);

/** A cron expression with what it means. */
export const randomPattern: fc.Arbitrary<RandomPattern> = fc
  .tuple(minute, hour, days, month)
  .map(([minutes, hours, { texts, dayMatch, holds }, months]) => {
    const times = `${minutes.text} ${hours.text}`;
    const holdsOn = (midnight: number) => {
      const shown = new Date(midnight);
      if (!months.holds(shown.getUTCMonth() + 1)) return false;
      const lastDay = new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + 1, 0)).getUTCDate();
      return holds({ day: shown.getUTCDate(), weekday: shown.getUTCDay(), lastDay });
    };
    const holdsAt = (minuteOfDay: number) =>
      minutes.holds(minuteOfDay % 60) && hours.holds(Math.floor(minuteOfDay / 60));
    return {
      cron: `${times} ${texts[0]} ${months.text} ${texts[1]}`,
      dayMatch,
      isInterval: /[*/]/.test(times),
      minutesOfDay: allMinutes.filter(holdsAt),
      holdsOn,
      matches: (wall: number) => {
        const midnight = Math.floor(wall / 86_400_000) * 86_400_000;
        return holdsAt(Math.floor((wall - midnight) / 60_000)) && holdsOn(midnight);
      },
    };
  });
