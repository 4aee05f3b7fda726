import type { TextSection as PrintedText } from '@daybook/kernel';
import { z } from 'zod';

/** Words of the author. */
export const textSection = z
  .strictObject({
    type: z.literal('text'),
    body: z
      .string()
      .normalize('NFC')
      .min(1)
      .max(10_000)
      .regex(
        /^(?:[\n\t]|[^\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069])*$/u,
        'must not contain control or bidirectional characters',
      )
      .describe('Plain text; a blank line starts a new paragraph. No markup is interpreted.'),
  })
  .describe('A paragraph or more of plain text.');

export type TextSection = z.output<typeof textSection>;

/** The text as printed. */
export function buildText(section: TextSection): PrintedText {
  return { type: 'text', body: section.body };
}
