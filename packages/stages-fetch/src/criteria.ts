import { canonicalDataset, datasetNames } from '@daybook/kernel';
import { z } from 'zod';
import { providerNames } from './provider-offers.ts';
import { durationPattern } from './relative-date.ts';

/** How many entities one step may ask for. */
export const MAX_ENTITIES = 200;

/** How a symbol is spelled. */
export const symbolPattern: RegExp = /^[A-Za-z0-9.^=\-:/_]{1,32}$/;

const isUnique = (list: readonly string[]): boolean => new Set(list).size === list.length;

const listedSymbols = z
  .array(z.string().regex(symbolPattern, 'must be 1-32 of letters, digits and . ^ = - : / _'))
  .min(1)
  .max(MAX_ENTITIES)
  .refine(isUnique, 'must name each symbol once')
  .meta({ uniqueItems: true })
  .describe(
    'Symbols in the provider’s own spelling, such as ["SPY", "BRK-B"]; ["EUR/USD"] for fx_rates, ["DGS10"] for rates. Each once.',
  );

const queriedSymbols = z
  .strictObject({
    type: z.literal('db_query'),
    sql: z
      .string()
      .min(1)
      .max(10_000)
      .describe('One SELECT over the stored datasets, without ";". Its first column holds the symbols.'),
  })
  .describe(
    'Symbols that a query gives: {"type": "db_query", "sql": "SELECT DISTINCT symbol FROM positions"}.',
  );

const joinedSymbols = z
  .strictObject({
    type: z.literal('db_join'),
    dataset: z.enum(datasetNames).describe('The stored dataset to compare with, such as "positions".'),
    on: z
      .enum(canonicalDataset('instruments').columns.map(({ name }) => name))
      .describe('A column that both "instruments" and the dataset have, such as "symbol".'),
    where: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe(
        'Only rows of the dataset with these values: {"account_id": "main"}. Decimals and dates are text.',
      ),
  })
  .describe('The symbols of "instruments" whose column "on" occurs in the same column of the dataset.');

const symbols = z
  .union([listedSymbols, z.discriminatedUnion('type', [queriedSymbols, joinedSymbols])])
  .describe('What to fetch: a list of symbols, "db_query" or "db_join".');

const files = z
  .array(
    z
      .string()
      .max(255)
      .regex(/^(?!\.)[^/\\\p{Cc}\p{Cf}]+$/u, 'must be a plain file name, without any folder'),
  )
  .min(1)
  .max(MAX_ENTITIES)
  .refine(isUnique, 'must name each file once')
  .meta({ uniqueItems: true })
  .describe(
    'For the provider "file": plain names of files (.csv, .tsv or .json) in the folder that the operator set; never a path.',
  );

const day = z.iso.date();

const days = (): z.ZodString =>
  z.string().regex(durationPattern, 'must be a duration of whole days such as P30D, P2W, P6M or P1Y');

const until = day.optional().describe('Last day, inclusive. Default: the day that the run is for.');

const range = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('between'),
        from: day.describe('First day, inclusive, YYYY-MM-DD.'),
        until,
      })
      .describe('Fixed days.'),
    z
      .strictObject({
        type: z.literal('relative'),
        last: days().describe(
          'How far back to start, counted from the last day: P30D, P2W, P6M, P1Y. Both ends are inclusive.',
        ),
        until,
      })
      .describe('Days counted back from the one that the run is for.'),
    z
      .strictObject({
        type: z.literal('incremental'),
        initial: days().describe('How far back the very first run starts, such as P1Y.'),
        lag: days()
          .optional()
          .describe(
            'How far before the newest stored row each later run starts again, to catch late and corrected rows, such as P5D. Default: at that row.',
          ),
      })
      .describe('From the newest row that is stored to the day that the run is for.'),
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
    .describe(
      `Id of the provider: "file" (your own exports), "sample" (built-in invented data), or a vendor. There are: ${providerNames.join(', ')}.`,
    ),
  dataset: z.enum(datasetNames).describe('The kind of rows to fetch; the provider must offer it.'),
  criteria: criteria.optional().describe('What to fetch. A provider refuses criteria that it cannot honour.'),
});

export type Criteria = z.output<typeof criteria>;
/** Criteria whose symbols are known. */
export type ListedCriteria = Omit<Criteria, 'symbols'> & { readonly symbols?: readonly string[] | undefined };

export type DateRange = z.output<typeof range>;
export type FetchParams = z.output<typeof fetchParams>;
