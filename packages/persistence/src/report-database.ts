import { EngineError, type ResultColumn, type SnapshotCell } from '@daybook/kernel';
import type { RawResult, ReportDatabase, ResultLimits } from '@daybook/stages-report';
import type { Database } from './database.ts';
import type { Sandbox, SandboxResult } from './sandbox/create-sandbox.ts';
import { createQueryJudges, type PreparedQuery, prepareQuery } from './prepare-query.ts';
import { queryFailed } from './sandbox/query-failed.ts';
import type { SnapshotFile } from './sandbox/sandbox-message.ts';
import { createSnapshotStore, type SnapshotStorePorts } from './sandbox/snapshot-store.ts';
import { nativeCode, nativeMessage } from './store-error.ts';

export interface ReportDatabasePorts {
  readonly database: Database;
  readonly sandbox: Sandbox;
  /** How long a query may run, in milliseconds. @default 500 */
  readonly budgetMs?: number;
  /** Told what each copy of rows took. @default nobody */
  readonly onBuilt?: SnapshotStorePorts['onBuilt'];
}

/** A report database that keeps copies of rows until it is closed. */
export interface OpenReportDatabase extends ReportDatabase {
  /** Removes the copies; to be called when no query is under way. The sandbox stays. */
  close(): Promise<void>;
}

/**
 * Answers queries from one state of the database: each is analysed and rewritten, then compiled and run in the sandbox, on a
 * copy of just the columns that they read.
 */
export function createReportDatabase(ports: ReportDatabasePorts): OpenReportDatabase {
  const { sandbox, budgetMs = 500 } = ports;
  const snapshots = createSnapshotStore(ports);
  const judges = createQueryJudges(sandbox);
  return {
    async readAll(queries, { maxRows, maxBytes, signal }) {
      const prepared: [string, PreparedQuery][] = [];
      for (const [name, query] of Object.entries(queries)) {
        prepared.push([name, await naming(name, () => prepareQuery(query, judges, signal))]);
      }
      const reads = prepared.flatMap(([, each]) => each.reads);
      const runs = { sandbox, budgetMs, maxRows, maxBytes };
      return snapshots.use(
        reads,
        async (snapshot) => {
          const results: [string, RawResult][] = [];
          for (const [name, query] of prepared) {
            results.push([name, await naming(name, () => runOne(query, { ...runs, snapshot, signal }))]);
          }
          return Object.fromEntries(results);
        },
        signal,
      );
    },
    close: snapshots.close,
  };
}

async function runOne(
  { analysed, sandboxed, params }: PreparedQuery,
  given: ResultLimits & {
    readonly sandbox: Sandbox;
    readonly budgetMs: number;
    readonly snapshot: SnapshotFile;
    readonly signal: AbortSignal | undefined;
  },
): Promise<RawResult> {
  const { sandbox, snapshot, signal, budgetMs, maxRows, maxBytes } = given;
  const limits = { budgetMs, maxRows, maxBytes };
  return toResult(
    analysed.columns,
    await sandbox.run({ query: sandboxed, snapshot, params, limits }, signal),
  );
}

function toResult(columns: readonly ResultColumn[], { pieces, outcome }: SandboxResult): RawResult {
  if (outcome.kind === 'cell-refused') {
    throw queryFailed(
      `its column ${columns[outcome.column]?.name ?? outcome.column} holds ${cellProblems[outcome.what]}`,
    );
  }
  const rows: (readonly SnapshotCell[])[] = [];
  for (const piece of pieces) rows.push(...parseRows(piece, columns.length));
  const floats = new Set(outcome.realColumns);
  return {
    columns: columns.map((column, index) => (floats.has(index) ? { ...column, approximate: true } : column)),
    rows,
    truncated: outcome.truncated,
  };
}

/** The rows of a piece; looked at by hand, because there may be thousands. */
function parseRows(piece: string, width: number): readonly (readonly SnapshotCell[])[] {
  const rows: unknown = JSON.parse(piece);
  if (Array.isArray(rows) && rows.every((row) => isRow(row, width))) return rows;
  throw queryFailed("its process gave rows that can't be read");
}

function isRow(row: unknown, width: number): row is readonly SnapshotCell[] {
  return (
    Array.isArray(row) &&
    row.length === width &&
    row.every((cell) => cell === null || typeof cell === 'string' || typeof cell === 'number')
  );
}

const cellProblems = {
  integer: 'an integer beyond 2^53, which is not exact as a number; select CAST(… AS TEXT)',
  number: 'a number that is not finite',
  bytes: 'bytes; select text or numbers',
} as const;

/** The errors of the work with the query's name; trouble with the database itself stays what it is. */
async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw named(name, cause);
  }
}

function named(name: string, cause: unknown): unknown {
  if (!EngineError.isInstance(cause)) return cause;
  if (cause.code.startsWith('report.')) {
    return new EngineError(cause.code, cause.message.replace('The query', `The query "${name}"`), {
      details: { ...cause.details, query: name },
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
