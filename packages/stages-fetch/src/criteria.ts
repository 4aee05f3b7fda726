import { type DatasetName, datasetNames } from '@daybook/kernel';
import { z } from 'zod';
import { durationPattern } from './relative-date.ts';

/** How many entities one step may ask for. */
const MAX_ENTITIES = 200;

const isUnique = (list: readonly string[]): boolean => new Set(list).size === list.length;

const symbols = z
  .array(z.string().regex(/^[A-Za-z0-9.^=\-:/_]{1,32}$/, 'must be 1-32 of letters, digits and . ^ = - : / _'))
  .min(1)
  .max(MAX_ENTITIES)
  .refine(isUnique, 'must name each symbol once')
  .meta({ uniqueItems: true })
  .describe('What to fetch, in the provider’s own spelling, such as ["SPY", "BRK-B"]. Each once.');

const files = z
  .array(
    z
      .string()
      .max(255)
      .regex(/^[^./\\][^/\\]*$/, 'must be a plain file name, without any folder'),
  )
  .min(1)
  .max(MAX_ENTITIES)
  .refine(isUnique, 'must name each file once')
  .meta({ uniqueItems: true })
  .describe('Plain names of files (.csv, .tsv or .json) in the folder that the operator set; never a path.');

const day = z.iso.date();

const range = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('between'),
      from: day.describe('First day, inclusive, YYYY-MM-DD.'),
      until: day.optional().describe('Last day, inclusive. Default: the day that the run is for.'),
    }),
    z.strictObject({
      type: z.literal('relative'),
      last: z
        .string()
        .regex(durationPattern, 'must be a duration of whole days such as P30D, P2W, P6M or P1Y')
        .describe(
          'How far back to start, counted from the last day: P30D, P2W, P6M, P1Y. Both ends are inclusive.',
        ),
      until: day.optional().describe('Last day, inclusive. Default: the day that the run is for.'),
    }),
  ])
  .describe('Which days to fetch. Default: all that the provider has.');

/** What to ask a provider for. */
export const criteria = z.strictObject({
  symbols: symbols.optional(),
  files: files.optional(),
  range: range.optional(),
});

export const fetchParams = z.strictObject({
  provider: z
    .string()
    .min(1)
    .max(64)
    .describe('Id of the provider, such as "file" (your own exports) or "sample" (built-in invented data).'),
  dataset: z
    .enum(datasetNames as [DatasetName, ...DatasetName[]])
    .describe('The kind of rows to fetch; the provider must offer it.'),
  criteria: criteria.optional().describe('What to fetch. A provider refuses criteria that it cannot honour.'),
});

export type Criteria = z.output<typeof criteria>;
export type DateRange = z.output<typeof range>;
export type FetchParams = z.output<typeof fetchParams>;
