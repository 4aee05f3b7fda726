import { EngineError } from '@daybook/kernel';
import type { Span } from './parse/query-tree.ts';

/** Why a query is refused. Stable: programs tell refusals apart by it. */
export type QueryProblem =
  | 'sql.not-a-query'
  | 'sql.several-statements'
  | 'sql.trailing-semicolon'
  | 'sql.unclosed'
  | 'sql.syntax'
  | 'sql.name-refused'
  | 'sql.unknown-table'
  | 'sql.unknown-column'
  | 'sql.ambiguous-column'
  | 'sql.function-refused'
  | 'sql.arguments'
  | 'sql.decimal-operator'
  | 'sql.decimal-comparison'
  | 'sql.mixed-types'
  | 'sql.collate-refused'
  | 'sql.clock'
  | 'sql.too-large'
  | 'sql.parameter';

/**
 * The refusal of a query, as an error `report.query-rejected`.
 * @param why words that follow "The query is refused: ", without the final full stop.
 * @param suggestion the whole text as it should be, where that is plain.
 */
export function refusal(problem: QueryProblem, why: string, suggestion?: string): EngineError {
  return new EngineError('report.query-rejected', `The query is refused: ${why}.`, {
    details: suggestion === undefined ? { problem } : { problem, suggestion },
  });
}

/** A piece of a query as messages show it: on one line, and not long. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`;
}

/** The query with something else in one place. */
export function inPlace(sql: string, { start, end }: Span, text: string): string {
  return sql.slice(0, start) + text + sql.slice(end);
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
