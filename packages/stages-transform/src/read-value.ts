import {
  type CanonicalValue,
  type ColumnKind,
  type ColumnSource,
  decimalPlaces,
  parseDecimal,
  parseInstant,
  type RawValue,
} from '@daybook/kernel';

/** How a date field is spelled, when not `YYYY-MM-DD`. */
export type DateFormat = NonNullable<Extract<ColumnSource, { readonly field: string }>['date']>;

/** Every way to spell dates that a mapping may name. */
export const dateFormats = [
  'YYYYMMDD',
  'DD.MM.YYYY',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
] as const satisfies readonly DateFormat[];

/**
 * Reads a value as it was sent: the canonical value, `null` when there is none, `undefined` when it is not of the kind.
 * Space around a value is not part of it, and an empty text is no value; nothing else is taken away or guessed.
 */
export type ReadValue = (raw: RawValue) => CanonicalValue | undefined;

/** The rule that a value breaks which its column's reader does not take. */
export const kindRules: Readonly<Record<ColumnKind, string>> = {
  text: 'not_text',
  decimal: 'not_a_decimal',
  integer: 'not_an_integer',
  date: 'not_a_date',
  instant: 'not_an_instant',
  flag: 'not_a_flag',
};

/** Longer numbers, sent or written out, are no figures: an exponent of three digits would fill a page. */
const MAX_NUMBER_CHARACTERS = 64;

/** The reader for a kind of column. */
export function readerOf(kind: ColumnKind, dateFormat?: DateFormat): ReadValue {
  switch (kind) {
    case 'text':
      return ofText(readText);
    case 'decimal':
      return ofText(readDecimal);
    case 'integer':
      return ofText(readInteger);
    case 'date':
      return ofText((text) => readDate(text, dateFormat));
    case 'instant':
      return ofText(parseInstant);
    case 'flag':
      return readFlag;
  }
}

function ofText(read: (text: string) => CanonicalValue | undefined): ReadValue {
  return (raw) => {
    if (raw === null) return null;
    if (typeof raw === 'boolean') return undefined;
    const text = raw.trim();
    return text === '' ? null : read(text);
  };
}

function readText(text: string): string | undefined {
  // SQLite cuts text at NUL, and half a surrogate pair has no UTF-8 form.
  return /[\0\p{Surrogate}]/u.test(text) ? undefined : text;
}

function readDecimal(text: string): string | undefined {
  if (text.length > MAX_NUMBER_CHARACTERS) return undefined;
  const value = parseDecimal(text);
  return value === undefined || value.length > MAX_NUMBER_CHARACTERS ? undefined : value;
}

function readInteger(text: string): string | undefined {
  if (text.length > MAX_NUMBER_CHARACTERS) return undefined;
  const value = parseDecimal(text);
  if (value === undefined || value.length > MAX_NUMBER_CHARACTERS) return undefined;
  return decimalPlaces(value) === 0 ? value : undefined;
}

function readFlag(raw: RawValue): boolean | null | undefined {
  if (raw === null || typeof raw === 'boolean') return raw;
  switch (raw.trim().toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case '':
      return null;
    default:
      return undefined;
  }
}

/** Where year, month and day stand in each spelling. */
const dateShapes: Readonly<
  Record<DateFormat | 'YYYY-MM-DD', { readonly shape: RegExp; readonly order: string }>
> = {
  'YYYY-MM-DD': { shape: /^(\d{4})-(\d{2})-(\d{2})$/, order: 'ymd' },
  YYYYMMDD: { shape: /^(\d{4})(\d{2})(\d{2})$/, order: 'ymd' },
  'DD.MM.YYYY': { shape: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: 'dmy' },
  'DD/MM/YYYY': { shape: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: 'dmy' },
  'MM/DD/YYYY': { shape: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: 'mdy' },
};

function readDate(text: string, format: DateFormat | undefined): string | undefined {
  const { shape, order } = dateShapes[format ?? 'YYYY-MM-DD'];
  const found = shape.exec(text);
  if (found === null) return undefined;
  const part = (letter: string): string => found[order.indexOf(letter) + 1] ?? '';
  const [year, month, day] = [part('y'), part('m').padStart(2, '0'), part('d').padStart(2, '0')];
  return isCalendarDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
