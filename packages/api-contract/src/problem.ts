import { z } from 'zod';

/** One finding about a policy document. */
export const issue = z.object({
  pointer: z.string().describe('JSON Pointer into the document.'),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  suggestion: z.string().optional().describe('What was probably meant.'),
});
export type IssueDocument = z.output<typeof issue>;

/** RFC 9457, with what Daybook adds. Every answer of 400 and above is one. */
export const problem = z.object({
  type: z.string().describe('about:blank; the code tells the kind.'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('What happened, to which thing, and what to do.'),
  code: z.string().describe('Stable, for programs.'),
  advice: z.enum(['never', 'backoff', 'after']).describe('Whether trying again can help.'),
  retry_after: z.number().int().optional().describe('Seconds, with advice "after".'),
  issues: z.array(issue).describe('Findings about the request, each with its place.'),
  link: z.string().optional().describe('Where a person can do something about it.'),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.output<typeof problem>;
