import { z } from 'zod';

/**
 * A short text that a reader sees as it was written: at least one visible character, and no control, bidirectional,
 * zero-width or broken characters, with which a title can be made to read differently from what it holds.
 */
export function printableText(maxLength: number) {
  return z
    .string()
    .normalize('NFC')
    .max(maxLength)
    .regex(
      /^[^\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]*$/u,
      'must not contain control, bidirectional or zero-width characters',
    )
    .regex(/\S/u, 'must contain a visible character');
}

/** A column of a query's result, by the name that the SQL gives it. */
export const columnName = printableText(128).describe(
  "A column of the query's result, as its SQL names it. Give computed columns a name with AS.",
);

/** A query of the same report, by name. */
export const queryName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must match [a-z][a-z0-9_]{0,63}')
  .describe('The name of one of the queries of this report.');
