import { z } from 'zod';
import { printableText, queryName } from './printable-text.ts';
import { reportQuery } from './report-query.ts';
import { writtenSection } from './sections/conditional-section.ts';
import { section } from './sections/section.ts';

/** What a report is made of, as a policy writes it: the parameters of `store_report`. */
export const reportSpec = z.strictObject({
  report: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must match [a-z][a-z0-9-]{0,63}')
    .describe(
      'Names the report under all its versions, and its files: lower-case letters, digits and hyphens.',
    ),
  title: printableText(200).describe('Stands at the head of every page.'),
  queries: z
    .record(queryName, reportQuery)
    .describe('The queries that the sections read, by name. All see the same state of the database.'),
  sections: z
    .array(writtenSection)
    .min(1)
    .max(50)
    .describe('Printed from top to bottom; at most 50, those inside conditional sections included.'),
  on_empty: z
    .enum(['send', 'note', 'skip'])
    .default('note')
    .describe(
      'What to do when no section has data: "send" the report as it is, replace the empty sections by a "note" ' +
        'that there is no data, or "skip" its delivery. Text sections are not data.',
    ),
});

export type ReportSpec = z.output<typeof reportSpec>;

/** A report as it is stored and hashed: its conditions are decided, and only the sections that hold are left. */
export const frozenSpec = reportSpec.extend({ sections: z.array(section) });

export type FrozenSpec = z.output<typeof frozenSpec>;
