import { artifactReference } from '@daybook/kernel';
import { z } from 'zod';
import { DEFAULT_FILE_NAME, fillFileName, findPatternProblem } from './file-name-pattern.ts';
import { findPathProblem } from './local-file/safe-path.ts';

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

/** Parameters of `send` through the channel `file`. */
const fileParams = z.strictObject({
  channel: z.literal('file'),
  artifacts: z
    .array(z.looseObject(artifactReference.shape))
    .min(1)
    .describe('What to deliver: {"ref": "ctx.<render step>.artifacts"}.'),
  folder: folder.optional(),
  name: name.default(DEFAULT_FILE_NAME),
});

/** The parameters of `send`, told apart by the channel. */
export const sendParams = z.discriminatedUnion('channel', [fileParams]);

export type SendParams = z.output<typeof sendParams>;

function findNameProblem(pattern: string): string | undefined {
  if (pattern.includes('/')) return 'a name holds no slash; put folders into "folder"';
  const problem = findPathProblem(`${fillFileName(pattern, example)}.html`);
  return problem === undefined ? undefined : `as a file name, the path ${problem}`;
}
