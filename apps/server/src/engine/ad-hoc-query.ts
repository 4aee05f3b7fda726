import type { QueryResultDocument } from '@daybook/api-contract';
import { type Clock, EngineError, type JsonObject } from '@daybook/kernel';
import type { RawResult, ReportDatabase, ReportQuery } from '@daybook/stages-report';
import { queryLimits } from './sql-rules.ts';

/** One query that somebody asks by hand; it belongs to no policy. */
export interface AdHocQuery {
  readonly sql: string;
  readonly params: ReportQuery['params'];
  readonly signal: AbortSignal;
}

/** Runs such a query. */
export type RunAdHocQuery = (query: AdHocQuery) => Promise<QueryResultDocument>;

export interface AdHocQueryPorts {
  readonly database: ReportDatabase;
  readonly clock: Clock;
}

/** Under which name the database speaks of the query; its errors are told without it. */
const name = 'query';

/**
 * Makes what runs queries asked by hand. `:as_of` is the present instant unless the query brings its own; a result beyond
 * the limits comes cut, and says so.
 * @throws {EngineError} `report.query-rejected`, with an issue at `/sql` in its details, for SQL that is not allowed;
 *   `report.query-failed` when the query cannot be carried out within the limits; `run.cancelled` when the signal aborts.
 */
export function createAdHocQuery({ database, clock }: AdHocQueryPorts): RunAdHocQuery {
  return async ({ sql, params, signal }) => {
    const start = performance.now();
    const asked = { [name]: { sql, params: { as_of: clock.now(), ...params } } };
    const limits = { maxRows: queryLimits.rows, maxBytes: queryLimits.bytes, signal };
    if (signal.aborted) throw brokenOff();
    const results = await database.readAll(asked, limits).catch((cause: unknown) => {
      throw signal.aborted ? brokenOff(cause) : unnamed(cause);
    });
    const result = results[name];
    if (result === undefined) throw new EngineError('report.query-failed', 'The query gave no result.');
    return toDocument(result, Math.ceil(performance.now() - start));
  };
}

function toDocument({ columns, rows, truncated }: RawResult, ms: number): QueryResultDocument {
  return {
    columns: columns.map(({ name: column, type, approximate }) => ({
      name: column,
      type,
      ...(approximate ? { approximate: true } : {}),
    })),
    rows: rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])),
    ),
    row_count: rows.length,
    truncated,
    ms,
  };
}

/** Who asked went away, or wants it no more. */
function brokenOff(cause?: unknown): EngineError {
  return new EngineError('run.cancelled', 'The query was broken off by who asked it.', { cause });
}

/** The error as of the one query that was asked, and a refusal with its place in the request. */
function unnamed(cause: unknown): unknown {
  if (!EngineError.isInstance(cause) || !cause.code.startsWith('report.')) return cause;
  const { code, advice } = cause;
  const message = cause.message
    .replaceAll(`The query "${name}"`, 'The query')
    .replaceAll(`Query "${name}"`, 'The query');
  const { query: _, ...details } = cause.details ?? {};
  const told =
    code === 'report.query-rejected' ? { ...details, issues: [issueOf(message, details)] } : details;
  return new EngineError(code, message, { advice, details: told, cause });
}

function issueOf(message: string, { problem, suggestion }: JsonObject): JsonObject {
  return {
    pointer: '/sql',
    code: typeof problem === 'string' ? problem : 'sql.refused',
    message,
    severity: 'error',
    ...(typeof suggestion === 'string' ? { suggestion } : {}),
  };
}
