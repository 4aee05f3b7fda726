import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Calendars, createCalendars, parseCalendarOverrides } from '@daybook/calendars';
import { EngineError } from '@daybook/kernel';

/**
 * The calendars of all markets, with what the user's `calendars.json` in the data folder corrects.
 * @throws {EngineError} `usage.invalid` when that file is there and can't be used.
 */
export function readCalendars(dataFolder: string): Calendars {
  const file = join(dataFolder, 'calendars.json');
  if (!existsSync(file)) return createCalendars();
  try {
    return createCalendars(parseCalendarOverrides(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const advice = 'Mend the file, or move it away to use the shipped calendars.';
    throw new EngineError('usage.invalid', `The calendars in ${file} cannot be used: ${message} ${advice}`, {
      cause,
    });
  }
}
