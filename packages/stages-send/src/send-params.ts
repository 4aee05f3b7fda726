import { artifactFormats, artifactReference } from '@daybook/kernel';
import { z } from 'zod';
import { DEFAULT_FILE_NAME, fillFileName, findPatternProblem } from './file-name-pattern.ts';
import { findPathProblem } from './local-file/safe-path.ts';
import { mailAddress } from './mail-address.ts';

const example = { report: 'report', date: '2020-12-31', version: 1 };

const folder = z
  .string()
  .normalize('NFC')
  .superRefine((path, context) => {
    const problem = findPathProblem(path);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `the path ${problem}` });
  })
  .describe(
    'Below the folder for deliveries, such as "briefs" or "briefs/weekly". Default: that folder itself.',
  );

const name = z
  .string()
  .normalize('NFC')
  .superRefine((pattern, context) => {
    const problem = findPatternProblem(pattern) ?? findNameProblem(pattern);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .describe(
    'File name without extension; {report}, {date} (of the run that made the report version) and {version} are filled in, and ' +
      'the extension of the format is added. A file is never overwritten, so a name without {version} or {date} ' +
      'works once.',
  );

const artifacts = z
  .array(z.looseObject(artifactReference.shape))
  .min(1)
  .describe('What to deliver: {"ref": "ctx.<render step>.artifacts"}.');

/** Parameters of `send` through the channel `file`. */
const fileParams = z
  .strictObject({
    channel: z.literal('file'),
    artifacts,
    folder: folder.optional(),
    name: name.default(DEFAULT_FILE_NAME),
  })
  .describe('Writes each artifact as a file below the folder for deliveries.');

const isUnique = (list: readonly string[]): boolean =>
  new Set(list.map((each) => each.toLowerCase())).size === list.length;

const subject = z
  .string()
  .normalize('NFC')
  .max(200)
  .regex(
    /^[^\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]*$/u,
    'must be one line, without control, bidirectional or zero-width characters',
  )
  .regex(/\S/u, 'must contain a visible character')
  .describe('One line of 1-200 characters.');

/** Parameters of `send` through the channel `email`. */
const emailParams = z
  .strictObject({
    channel: z.literal('email'),
    to: z
      .array(mailAddress)
      .min(1)
      .max(10)
      .refine(isUnique, 'must name each recipient once')
      .meta({ uniqueItems: true })
      .describe('Who gets the report, each in a mail of their own: 1-10 plain addresses.'),
    subject,
    artifacts,
    body: z
      .enum(artifactFormats)
      .default('email')
      .describe('The format that is the text of the mail; the render step must list it.'),
    attach: z
      .array(z.enum(artifactFormats))
      .max(artifactFormats.length)
      .refine(isUnique, 'must name each format once')
      .meta({ uniqueItems: true })
      .optional()
      .describe('Formats to attach, such as ["pdf"]; the render step must list them. Default: none.'),
  })
  .describe('Mails the report. The sender is a setting of the application.');

/** The parameters of `send`, told apart by the channel. */
export const sendParams = z.discriminatedUnion('channel', [fileParams, emailParams]);

export type FileParams = z.output<typeof fileParams>;
export type EmailParams = z.output<typeof emailParams>;

function findNameProblem(pattern: string): string | undefined {
  if (pattern.includes('/')) return 'a name holds no slash; put folders into "folder"';
  const problem = findPathProblem(`${fillFileName(pattern, example)}.html`);
  return problem === undefined ? undefined : `as a file name, the path ${problem}`;
}
