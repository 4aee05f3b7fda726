import type { CronExpression, CronField, CronPart } from '@daybook/policy';

/**
 * An expression in croner's spelling: five fields, numbers only. Several patterns mean that a time matches one of them,
 * since croner knows `LW` only where it stands alone.
 */
export function toCronerPatterns(cron: CronExpression): readonly string[] {
  const { dayOfMonth } = cron;
  const alone = dayOfMonth.parts.filter(({ kind }) => kind === 'last-weekday').slice(0, 1);
  if (alone.length === 0 || !dayOfMonth.restricted) return [write(cron, dayOfMonth)];
  const rest = dayOfMonth.parts.filter(({ kind }) => kind !== 'last-weekday');
  return [alone, rest]
    .filter((parts) => parts.length > 0)
    .map((parts) => write(cron, { ...dayOfMonth, parts }));
}

function write(
  { minute, hour, month, dayOfWeek, isInterval }: CronExpression,
  dayOfMonth: CronField,
): string {
  const fields = [minute, hour, dayOfMonth, month, dayOfWeek];
  return fields.map((field) => writeField(field, isInterval)).join(' ');
}

function writeField({ parts, restricted }: CronField, isInterval: boolean): string {
  return restricted ? parts.map((part) => writePart(part, isInterval)).join(',') : '*';
}

function writePart(part: CronPart, isInterval: boolean): string {
  switch (part.kind) {
    case 'every':
      return part.step === 1 ? '*' : `*/${part.step}`;
    case 'range': {
      const range = `${part.from}-${part.to}`;
      // By its "/" croner knows that `0-30/1` is an interval.
      return isInterval || part.step > 1 ? `${range}/${part.step}` : range;
    }
    case 'value':
      return String(part.value);
    case 'last-day':
      return 'L';
    case 'last-weekday':
      return 'LW';
    case 'nearest-weekday':
      return `${part.day}W`;
    case 'last-of-month':
      return `${part.weekday}L`;
    case 'nth-of-month':
      return `${part.weekday}#${part.nth}`;
  }
}
