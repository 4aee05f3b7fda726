import { z } from 'zod';
import { defineRoute } from './route.ts';
import { instant } from './texts.ts';

/** A value of a row: decimals, dates and instants are text. */
const cell = z.union([z.string(), z.number(), z.null()]);

const row = z.record(z.string(), cell);

/** What a column holds. */
const columnType = z
  .enum(['decimal', 'integer', 'real', 'text', 'date', 'instant', 'flag', 'json', 'null', 'unknown'])
  .describe(
    'decimal: exact decimal text; real: a float; date: YYYY-MM-DD; flag: 0 or 1; unknown: only the rows tell.',
  );

const dataset = z.object({
  name: z.string().describe('As SQL says it: one row a key, of the provider that comes first.'),
  all_providers: z.string().nullable().describe('The table with the rows of every provider.'),
  description: z.string().nullable(),
  columns: z
    .array(z.object({ name: z.string(), type: columnType, description: z.string().optional() }))
    .describe('In order; those that every dataset has come last.'),
  key: z.array(z.string()).describe('What tells rows apart; with all providers, the provider beside it.'),
  stored: z.boolean().describe('Whether this release keeps rows of it.'),
  rows: z.number().int().describe('Of all providers.'),
  symbols: z.number().int().nullable(),
  from: z.string().nullable().describe('The oldest date.'),
  until: z.string().nullable().describe('The newest date.'),
  loaded_at: instant.nullable(),
  sample: z.array(row).optional().describe('The newest rows, three at most; only when asked for.'),
});
export type DatasetDocument = z.output<typeof dataset>;

const sqlRules = z.object({
  functions: z
    .array(
      z.object({ name: z.string(), form: z.string().describe('How it is called.'), description: z.string() }),
    )
    .describe('All functions that a query may call; every other one is refused.'),
  limits: z.object({
    characters: z.number().int().describe('Of a query.'),
    rows: z.number().int().describe('Of an answer; with more, "truncated" is true.'),
    bytes: z.number().int().describe('Of the values of an answer; with more, "truncated" is true.'),
  }),
});

const queryResult = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: columnType,
      approximate: z
        .literal(true)
        .optional()
        .describe('Its numbers went through a float, which the query asked for by CAST AS REAL or the like.'),
    }),
  ),
  rows: z.array(row).describe('One object a row, column → value.'),
  row_count: z.number().int().describe('Of the rows in this answer.'),
  truncated: z
    .boolean()
    .describe('True when the query gave more rows or bytes than allowed, and these are only the first rows.'),
  ms: z.number().int().describe('The time that the query took.'),
});
export type QueryResultDocument = z.output<typeof queryResult>;

const parameters = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a name such as "symbol", without the colon'),
  cell,
);

const mostParameters = 100;

export const dataRoutes = {
  listDatasets: defineRoute({
    method: 'GET',
    path: '/datasets',
    scope: 'read',
    summary: 'The datasets that SQL can read, with their columns and what is stored of them.',
    query: z
      .strictObject({
        name: z.string().min(1).max(64).optional().describe('Only the dataset of that name.'),
        sample: z
          .enum(['true', 'false'])
          .optional()
          .describe('true: with the newest rows of each, three at most.'),
      })
      .optional(),
    answer: z.object({ items: z.array(dataset) }),
  }),
  getSqlRules: defineRoute({
    method: 'GET',
    path: '/schema/sql',
    scope: 'read',
    summary: 'What a query may use: the allowed functions and the limits.',
    answer: sqlRules,
  }),
  runQuery: defineRoute({
    method: 'POST',
    path: '/query',
    scope: 'read',
    summary: 'Runs one SELECT over the datasets; it changes nothing.',
    body: z.strictObject({
      sql: z
        .string()
        .min(1)
        .max(100_000)
        .describe('One SELECT, without ";", of 10,000 characters at most. Values come in as :name.'),
      params: parameters
        .refine((values) => Object.keys(values).length <= mostParameters, `must be ${mostParameters} at most`)
        .optional()
        .describe(
          'Values of the parameters, without the colon. :as_of is the present instant unless it is given here.',
        ),
    }),
    answer: queryResult,
  }),
};
