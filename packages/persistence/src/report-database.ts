import { EngineError, type SnapshotCell } from '@daybook/kernel';
import type { RawResult, ReportDatabase, ReportQuery, ResultLimits } from '@daybook/stages-report';
import type { Database } from './database.ts';
import { gateQuery } from './query-gate.ts';
import { createTableGuard, type TableGuard } from './readable-tables.ts';
import type { ResultRow } from './sqlcipher-connection.ts';
import { nativeCode, nativeMessage } from './store-error.ts';
import type { ReadTransaction } from './transaction.ts';

/** Answers a report's queries from one state of the database, on a connection that can't write. */
export function createReportDatabase(database: Database): ReportDatabase {
  return {
    readAll: (queries, { maxRows, maxBytes, signal }) =>
      database.read(async (transaction) => {
        const guard = await createTableGuard(transaction);
        const results: [string, RawResult][] = [];
        for (const [name, query] of Object.entries(queries)) {
          const result = await readOne(transaction, { guard, query, maxRows, maxBytes }).catch(
            (cause: unknown) => {
              throw named(name, cause);
            },
          );
          results.push([name, result]);
        }
        return Object.fromEntries(results);
      }, signal),
  };
}

async function readOne(
  { all }: ReadTransaction,
  { guard, query, maxRows, maxBytes }: { guard: TableGuard; query: ReportQuery } & ResultLimits,
): Promise<RawResult> {
  const parameters = bind(gateQuery(query.sql).parameters, query.params);
  // A query of its own line: a comment at its end must not swallow the bracket. As a subquery its columns get distinct
  // names, and its order holds, because nothing outside asks for another.
  const limited = `SELECT * FROM (\n${query.sql}\n) LIMIT ${maxRows + 1}`;
  await guard.check(limited);
  const rows = await all(limited, parameters);
  const columns = Object.keys(rows[0] ?? (await nullRow(all, query.sql, parameters)));
  checkColumns(columns);
  const cells = rows.map((row) => toCells(row));
  const kept = fitting(cells, { maxRows, maxBytes });
  return {
    columns: columns.map((name) => ({ name, type: 'unknown', approximate: false })),
    rows: kept,
    truncated: kept.length < cells.length,
  };
}

/** The first rows that fit into the limits. */
function fitting(rows: RawResult['rows'], { maxRows, maxBytes }: ResultLimits): RawResult['rows'] {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    for (const cell of row) bytes += typeof cell === 'string' ? Buffer.byteLength(cell) : 8;
    return index >= maxRows || bytes > maxBytes;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

/** One row of nulls under the names of the query's columns, for a query without rows. */
async function nullRow(
  all: ReadTransaction['all'],
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<ResultRow> {
  const [row] = await all(
    `SELECT result.* FROM (SELECT 1) LEFT JOIN (SELECT * FROM (\n${sql}\n) LIMIT 0) AS result`,
    parameters,
  );
  return row ?? {};
}

function bind(names: readonly string[], params: ReportQuery['params']): Readonly<Record<string, unknown>> {
  const entries = names.map((name) => {
    if (!Object.hasOwn(params, name)) throw failed(`its parameter :${name} has no value`);
    return [`:${name}`, params[name]] as const;
  });
  return Object.fromEntries(entries);
}

/** SQLite calls the second column `name` of a subquery `name:1`. */
function checkColumns(columns: readonly string[]): void {
  const twice = columns.find((name) => columns.includes(name.replace(/:\d+$/, '')) && /:\d+$/.test(name));
  if (twice !== undefined) {
    throw failed(`it has two columns named ${twice.replace(/:\d+$/, '')}; rename one with AS`);
  }
  // JavaScript lists such keys first, whatever their place was.
  const numbered = columns.find((name) => /^\d+$/.test(name));
  if (numbered !== undefined && columns.length > 1) {
    throw failed(`its column ${numbered} needs a name; give it one with AS`);
  }
}

function toCells(row: ResultRow): readonly SnapshotCell[] {
  return Object.entries(row).map(([column, value]) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw failed(`its column ${column} holds ${value}, which is not a number that can be kept`);
    }
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    throw failed(`its column ${column} holds bytes; select text or numbers`);
  });
}

/** The error with the query's name; trouble with the database itself stays what it is. */
function named(name: string, cause: unknown): EngineError {
  if (!EngineError.isInstance(cause)) throw cause;
  if (cause.code.startsWith('report.')) {
    return new EngineError(cause.code, cause.message.replace('The query', `The query "${name}"`), {
      details: { query: name },
      cause,
    });
  }
  if (cause.code !== 'store.failed') return cause;
  const why = nativeCode(cause.cause) === undefined ? cause.message : `${nativeMessage(cause.cause)}.`;
  return new EngineError('report.query-failed', `The query "${name}" failed: ${why}`, {
    details: { query: name },
    cause,
  });
}

function failed(why: string): EngineError {
  return new EngineError('report.query-failed', `The query failed: ${why}.`);
}
