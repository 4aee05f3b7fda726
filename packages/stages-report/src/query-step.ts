import { toJson } from '@daybook/kernel';
import { defineStep, type Step } from '@daybook/registry';
import { z } from 'zod';
import { judgeQuery } from './judge-report.ts';
import { refuseFindings } from './refuse-findings.ts';
import type { RawResult, ReportDatabase } from './report-database.ts';
import { reportQuery, runReportQueries } from './report-query.ts';

/** What the step needs of the outside world. */
export interface QueryStepPorts {
  readonly database: ReportDatabase;
}

const output = z.strictObject({
  rows: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
    .describe('One object a row, column → value; decimals and dates are text. [*].symbol lists a column.'),
  row_count: z.int().nonnegative(),
});

/** The type and schemas of the step, as data: what a policy is checked against. */
export const queryStepShape = {
  type: 'query',
  summary: 'Runs one SELECT over the stored datasets and hands its rows to later steps.',
  params: reportQuery,
  output,
  judge: judgeQuery,
} as const;

/** The `query` step: rows of the datasets as data for later steps, such as the symbols to fetch. It stores nothing. */
export function createQueryStep({ database }: QueryStepPorts): Step<'query'> {
  return defineStep({
    ...queryStepShape,
    effect: 'none',
    async execute(query, { asOf, signal, stepId }) {
      signal.throwIfAborted();
      refuseFindings(judgeQuery(toJson(query)), { stepId, type: 'query' });
      // Under the name of the step, because messages name the query.
      const results = await runReportQueries(database, { [stepId]: query }, { asOf, signal });
      signal.throwIfAborted();
      const rows = toRecords(results[stepId]);
      return { rows, row_count: rows.length };
    },
  });
}

function toRecords(result: RawResult | undefined): Record<string, string | number | null>[] {
  const { columns, rows } = result ?? { columns: [], rows: [] };
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}
