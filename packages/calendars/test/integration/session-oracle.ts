import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What an exchange did, as an independent project recorded it; it lies beside this project and is no part of it. */
const sessionOracle = z.object({
  timezone: z.string(),
  from: z.string(),
  to: z.string(),
  usual_last_year: z.tuple([z.string(), z.string(), z.string(), z.string()]),
  weekday_closures: z.array(z.string()),
  irregular_closes: z.array(z.tuple([z.string(), z.string()])),
  weekend_sessions: z.array(z.string()),
});

export type SessionOracle = z.output<typeof sessionOracle>;

/**
 * `DAYBOOK_CALENDAR_ORACLES` names the folder; by default it is looked for beside the project. `none` says that the
 * machine has no such folder, and is said out loud by whoever sets it.
 */
const named = process.env['DAYBOOK_CALENDAR_ORACLES'];
const folder = named ?? fileURLToPath(new URL('../../../../../shared/calendars', import.meta.url));

/**
 * Without the folder the tests of it are skipped, and named as skipped, which fails a run that allows no skip. A folder
 * that was named and is not there fails its tests.
 */
export const sessionOracles: 'present' | 'missing' | 'none' =
  named === 'none' ? 'none' : named !== undefined || existsSync(folder) ? 'present' : 'missing';

export function readSessionOracle(name: 'xnys' | 'xlon' | 'xetr'): SessionOracle {
  return sessionOracle.parse(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')));
}
