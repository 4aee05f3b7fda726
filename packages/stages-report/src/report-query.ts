import { EngineError, type Instant } from '@daybook/kernel';
import { z } from 'zod';
import type { RawResult, ReportDatabase, ReportQuery } from './report-database.ts';

/** A query may give so many rows; a result with more is refused, not cut. */
const MAX_ROWS = 10_000;

/** A query may give so many bytes of cells. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The parameter that every query may name, and that nobody sets. */
const AS_OF = 'as_of';

const wellFormed = /^\P{Cs}*$/u;

/** A query of a report, as a policy writes it. */
export const reportQuery = z.strictObject({
  sql: z
    .string()
    .min(1)
    .max(10_000)
    .regex(wellFormed, 'must be well-formed Unicode text')
    .describe(
      'One SELECT over the canonical datasets. Values come in as :name. :as_of is always there: the instant that the ' +
        "run is for, YYYY-MM-DDTHH:MM:SS.sssZ; date(:as_of, '-7 days') is a day relative to it.",
    ),
  params: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must match [a-z][a-z0-9_]{0,63}')
        .refine((name) => name !== AS_OF, 'as_of is set by the run; choose another name'),
      z.union([z.string().max(10_000).regex(wellFormed), z.number(), z.null()]),
    )
    .optional()
    .describe('Values of the named parameters, without the colon. Decimals and dates are text.'),
});

export type ReportQuerySpec = z.output<typeof reportQuery>;

/**
 * Runs the queries of a report against one state of the database.
 * @throws {EngineError} `report.query-failed`, naming the query.
 */
export async function runReportQueries(
  database: ReportDatabase,
  queries: Readonly<Record<string, ReportQuerySpec>>,
  { asOf, signal }: { readonly asOf: Instant; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, RawResult>>> {
  const bound = Object.entries(queries).map(([name, query]) => [name, bindQuery(query, asOf)] as const);
  const limits = { maxRows: MAX_ROWS, maxBytes: MAX_BYTES };
  const results = await database.readAll(Object.fromEntries(bound), { ...limits, signal });
  for (const [name] of bound) checkResult(name, results[name]);
  return results;
}

/** The query with the values of its parameters and `:as_of`, of which it uses what its SQL names. */
function bindQuery({ sql, params }: ReportQuerySpec, asOf: Instant): ReportQuery {
  return { sql, params: { ...params, [AS_OF]: asOf } };
}

/** A report shows what its queries ask for or nothing: a part of it would be taken for the whole. */
function checkResult(name: string, result: RawResult | undefined): void {
  if (result === undefined) {
    throw new EngineError('report.query-failed', `Query "${name}" gave no result. Run the step again.`);
  }
  if (!result.truncated) return;
  const limit = result.rows.length >= MAX_ROWS ? `${MAX_ROWS} rows` : `${MAX_BYTES} bytes of values`;
  throw new EngineError(
    'report.query-failed',
    `Query "${name}" gives more than ${limit}. Add a LIMIT or a narrower WHERE, or select fewer columns.`,
    { details: { query: name } },
  );
}
