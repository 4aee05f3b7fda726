import { z } from 'zod';

/** `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const instant = z.iso.datetime().describe('A UTC instant, such as 2026-03-06T21:30:00.000Z.');

export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('64 lower-case hexadecimal digits.');

/** An id with its prefix, such as `pol_…`; anything else is answered 422 before it is looked up. */
export function idOf(prefix: 'pol' | 'run' | 'rep' | 'art' | 'dlv' | 'tok' | 'ntc') {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{1,64}$`), `must be an id such as ${prefix}_…`)
    .describe(`An id, ${prefix}_…`);
}
