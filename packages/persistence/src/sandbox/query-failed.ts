import { EngineError } from '@daybook/kernel';

/** A query that was let through and gave no result; `why` continues a sentence about it. */
export function queryFailed(why: string): EngineError {
  return new EngineError('report.query-failed', `The query failed: ${why}.`);
}
