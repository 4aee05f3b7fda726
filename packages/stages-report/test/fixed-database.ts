import type { StepCall } from '@daybook/registry';
import { parseInstant, silentLogger, toPolicyId, toRunId } from '@daybook/kernel';
import type { RawResult, ReportDatabase, ReportQuery, ResultLimits } from '../src/report-database.ts';

export interface AskedDatabase extends ReportDatabase {
  /** What the step asked last. */
  asked: ({ queries: Readonly<Record<string, ReportQuery>> } & ResultLimits) | undefined;
  results: Readonly<Record<string, RawResult>>;
}

/** Answers with fixed results and remembers what it was asked. */
export function createFixedDatabase(results: Readonly<Record<string, RawResult>>): AskedDatabase {
  return {
    asked: undefined,
    results,
    readAll(queries, { maxRows, maxBytes }) {
      this.asked = { queries, maxRows, maxBytes };
      return Promise.resolve(this.results);
    },
  };
}

export function stepCall(given: Partial<StepCall> = {}): StepCall {
  return {
    runId: toRunId('run_1'),
    policyId: toPolicyId('pol_1'),
    stepId: 'brief',
    attempt: 1,
    asOf: parseInstant('2020-12-31T22:00:00Z')!,
    signal: new AbortController().signal,
    log: silentLogger,
    ...given,
  };
}

/** A whole result with columns of these names. */
export function resultOf(names: readonly string[], rows: RawResult['rows']): RawResult {
  return {
    columns: names.map((name) => ({ name, type: 'unknown', approximate: false })),
    rows,
    truncated: false,
  };
}

/** The result with these columns computed through a float. */
export function approximateIn(result: RawResult, ...names: readonly string[]): RawResult {
  const columns = result.columns.map((column) => ({ ...column, approximate: names.includes(column.name) }));
  return { ...result, columns };
}

/** Bars as the database gives them: newest first, decimals as text. */
export const bars: RawResult = resultOf(
  ['date', 'open', 'high', 'low', 'close'],
  [
    ['2020-12-31', '3733.27', '3760.2', '3726.88', '3756.07'],
    ['2020-12-30', '3736.19', '3744.63', '3730.21', '3732.04'],
    ['2020-12-29', '3750.01', '3756.12', '3723.31', '3727.04'],
  ],
);
