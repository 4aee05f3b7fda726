import { EngineError, type Instant, type SnapshotCell } from '@daybook/kernel';
import { type Criteria, MAX_ENTITIES, symbolPattern } from './criteria.ts';
import { type JoinedSymbols, joinQuery } from './join-query.ts';
import type { SymbolDatabase, SymbolQuery } from './symbol-database.ts';

/** `criteria.symbols` that the database knows. */
export type QueriedSymbols = JoinedSymbols | Extract<Criteria['symbols'], { readonly type: 'db_query' }>;

/** What messages of the database name. */
const QUERY = 'criteria.symbols';

/** Rows, repeated symbols included. */
const limits = { maxRows: 10_000, maxBytes: 1024 * 1024 };

/**
 * The symbols that a query gives in its first column, each once, in its order; rows without one are passed over.
 * @throws {EngineError} `step.params-invalid` when a value is no symbol or there are too many;
 *   `report.query-rejected` or `report.query-failed`, naming `criteria.symbols`; `step.unavailable` for a dataset that
 *   can't be stored.
 */
export async function querySymbols(
  database: SymbolDatabase,
  symbols: QueriedSymbols,
  { asOf, signal }: { readonly asOf: Instant; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const query = symbols.type === 'db_join' ? joinQuery(symbols) : boundQuery(symbols.sql, asOf);
  const { [QUERY]: result } = await database.readAll({ [QUERY]: query }, { ...limits, signal });
  signal.throwIfAborted();
  if (result === undefined) {
    throw new EngineError('report.query-failed', `The query "${QUERY}" gave no result. Run the step again.`);
  }
  if (result.truncated) throw tooManyRows();
  const cells = result.rows.map(([first]) => first ?? null).filter((cell) => cell !== null);
  const unique = [...new Set(cells.map(toSymbol))];
  if (unique.length > MAX_ENTITIES) throw tooManySymbols(unique.length);
  return unique;
}

function boundQuery(sql: string, asOf: Instant): SymbolQuery {
  return { sql, params: { as_of: asOf } };
}

function toSymbol(cell: NonNullable<SnapshotCell>): string {
  if (typeof cell === 'string' && symbolPattern.test(cell)) return cell;
  throw new EngineError(
    'step.params-invalid',
    `The first column of ${QUERY} holds ${JSON.stringify(cell).slice(0, 60)}, which is no symbol: a symbol is text of 1-32 letters, digits and . ^ = - : / _. Put the symbols first in the SELECT.`,
  );
}

function tooManyRows(): EngineError {
  return new EngineError(
    'step.params-invalid',
    `The query of ${QUERY} gives more than ${limits.maxRows} rows or ${limits.maxBytes} bytes. Ask for each symbol once, with SELECT DISTINCT, and for nothing else.`,
  );
}

function tooManySymbols(count: number): EngineError {
  return new EngineError(
    'step.params-invalid',
    `The query of ${QUERY} gives ${count} symbols; one step fetches at most ${MAX_ENTITIES}. Narrow its WHERE, or share the symbols out among several steps, such as by LIMIT and OFFSET.`,
    { details: { symbols: count } },
  );
}
