/** The five fields of a cron expression, in their order. */
export const cronFieldNames = ['minute', 'hour', 'day of month', 'month', 'day of week'] as const;
export type CronFieldName = (typeof cronFieldNames)[number];

/** One part of a field's list. */
export type CronPart =
  /** All values, or every `step`-th of them, from the smallest on. */
  | { readonly kind: 'every'; readonly step: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly step: number }
  | { readonly kind: 'value'; readonly value: number }
  /** `L`: the last day of the month. */
  | { readonly kind: 'last-day' }
  /** `LW`: the last weekday (Monday to Friday) of the month. */
  | { readonly kind: 'last-weekday' }
  /** `15W`: the weekday nearest to that day, within the month. */
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  /** `5L`: the last Friday of the month. */
  | { readonly kind: 'last-of-month'; readonly weekday: number }
  /** `5#3`: the third Friday of the month. */
  | { readonly kind: 'nth-of-month'; readonly weekday: number; readonly nth: number };

/** A field, read: the union of its parts. */
export interface CronField {
  readonly name: CronFieldName;
  readonly parts: readonly CronPart[];
  /** Whether it leaves anything out. */
  readonly restricted: boolean;
}

/** Why a field can't be read, and what to write instead where that is known. */
export interface CronProblem {
  readonly message: string;
  /** The field as it should be. */
  readonly instead?: string;
}

interface FieldRules {
  readonly min: number;
  readonly max: number;
  /** Three-letter names, the first of which means `min`. */
  readonly names: readonly string[];
  readonly fullNames: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const monthNames = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  '',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const weekdayNames = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

const rules: Readonly<Record<CronFieldName, FieldRules>> = {
  minute: { min: 0, max: 59, names: [], fullNames: [] },
  hour: { min: 0, max: 23, names: [], fullNames: [] },
  'day of month': { min: 1, max: 31, names: [], fullNames: [] },
  month: { min: 1, max: 12, names: months, fullNames: monthNames },
  'day of week': { min: 0, max: 7, names: weekdays, fullNames: weekdayNames },
};

/** Reads one field of a cron expression. */
export function parseCronField(name: CronFieldName, text: string): CronField | CronProblem {
  const parts: CronPart[] = [];
  for (const item of text.toUpperCase().split(',')) {
    const part = parsePart(name, item);
    if ('message' in part) return withList(text, item, part);
    parts.push(part);
  }
  return { name, parts, restricted: !parts.some((part) => part.kind === 'every' && part.step === 1) };
}

/** A correction of one part is a correction of the whole list. */
function withList(text: string, item: string, problem: CronProblem): CronProblem {
  if (problem.instead === undefined) return problem;
  const items = text.toUpperCase().split(',');
  return { ...problem, instead: items.map((other) => (other === item ? problem.instead : other)).join(',') };
}

function parsePart(name: CronFieldName, item: string): CronPart | CronProblem {
  const { min, max } = rules[name];
  if (item === '') return { message: `the ${name} has an empty place in its list` };
  if (item.includes('?')) return { message: `"?" belongs to another dialect`, instead: '*' };
  const special = parseSpecial(name, item);
  if (special !== undefined) return special;
  const [body = '', stepText, ...surplus] = item.split('/');
  if (surplus.length > 0) return { message: `"${item}" has more than one "/"` };
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (step === undefined || step < 1)
    return { message: `the step "${stepText}" is no whole number from 1 on` };
  if (step > max - min) return { message: `a step of ${step} is wider than the ${name}'s whole range` };
  if (body === '*') return { kind: 'every', step };
  const [first = '', last, ...more] = body.split('-');
  if (more.length > 0) return { message: `"${item}" is no range` };
  const from = parseValue(name, first);
  if (typeof from !== 'number') return from;
  if (last === undefined) {
    if (stepText === undefined) return { kind: 'value', value: from };
    return {
      message: `a step needs a range`,
      instead: `${first}-${name === 'day of week' ? 6 : max}/${stepText}`,
    };
  }
  const end = parseValue(name, last);
  if (typeof end !== 'number') return end;
  // A range that ends on Sunday means the Sunday after, so FRI-SUN is 5-7.
  const to = name === 'day of week' && end === 0 && from > 0 && last.startsWith('SUN') ? 7 : end;
  if (from > to) return wrapped(name, first, last);
  return { kind: 'range', from, to, step };
}

function wrapped(name: CronFieldName, first: string, last: string): CronProblem {
  const { min, max } = rules[name];
  const message = `the range ${first}-${last} runs backwards`;
  if (name !== 'day of week') return { message, instead: `${first}-${max},${min}-${last}` };
  if (last === '0') return { message, instead: `${first}-7` };
  const [sunday, monday] = /[A-Z]/.test(first + last) ? ['SUN', 'MON'] : ['7', '1'];
  return { message, instead: `${first}-${sunday},${last === monday ? last : `${monday}-${last}`}` };
}

function parseSpecial(name: CronFieldName, item: string): CronPart | CronProblem | undefined {
  if (name === 'day of month') return parseMonthDay(item);
  return name === 'day of week' ? parseWeekday(item) : undefined;
}

function parseMonthDay(item: string): CronPart | CronProblem | undefined {
  if (item === 'L') return { kind: 'last-day' };
  if (item === 'LW' || item === 'WL') return { kind: 'last-weekday' };
  if (/^L-\d+$/.test(item)) {
    return { message: `"${item}" is not supported; name the days, such as "28,29,30"`, instead: 'L' };
  }
  const near = /^(\d{1,2})W$/.exec(item)?.[1];
  if (near === undefined) return undefined;
  const day = Number(near);
  if (day < 1 || day > 31) return { message: `the day of month goes from 1 to 31, not ${near}` };
  return { kind: 'nearest-weekday', day };
}

function parseWeekday(item: string): CronPart | CronProblem | undefined {
  if (item === 'L') return { message: '"L" alone is ambiguous as a day of week', instead: '6L' };
  const last = /^(.+)L$/.exec(item)?.[1];
  if (last !== undefined && /^(\d|[A-Z]{3})$/.test(last)) {
    const weekday = parseValue('day of week', last);
    return typeof weekday === 'number' ? { kind: 'last-of-month', weekday: weekday % 7 } : weekday;
  }
  const nth = /^([^#]+)#(.*)$/.exec(item);
  if (nth === null) return undefined;
  const weekday = parseValue('day of week', nth[1] ?? '');
  if (typeof weekday !== 'number') return weekday;
  const which = parseNumber(nth[2] ?? '');
  if (which === undefined || which < 1 || which > 5) {
    const message = `"${item}": after "#" stands which one of the month, from 1 to 5`;
    return { message, instead: `${nth[1]}#${which === undefined || which > 5 ? 5 : 1}` };
  }
  return { kind: 'nth-of-month', weekday: weekday % 7, nth: which };
}

function parseValue(name: CronFieldName, text: string): number | CronProblem {
  const { min, max, names, fullNames } = rules[name];
  const number = parseNumber(text);
  if (number !== undefined) {
    return number >= min && number <= max
      ? number
      : { message: `the ${name} goes from ${min} to ${max}, not ${text}` };
  }
  const named = names.indexOf(text);
  if (named >= 0) return named + min;
  const full = text === '' ? -1 : fullNames.indexOf(text);
  const short = names[full];
  if (short !== undefined) return { message: `names have three letters`, instead: short };
  return { message: `"${text}" is no ${name}` };
}

function parseNumber(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}
