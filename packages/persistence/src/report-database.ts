import { EngineError, type ResultColumn, type SnapshotCell } from '@daybook/kernel';
import type { RawResult, ReportDatabase, ReportQuery, ResultLimits } from '@daybook/stages-report';
import { z } from 'zod';
import type { Database } from './database.ts';
import type { Sandbox, SandboxResult } from './sandbox/create-sandbox.ts';
import { queryFailed } from './sandbox/query-failed.ts';
import type { ReadColumns, SandboxedQuery, SnapshotFile } from './sandbox/sandbox-message.ts';
import { createSnapshotStore, type SnapshotStorePorts } from './sandbox/snapshot-store.ts';
import { type AnalysedQuery, analyseQuery } from './sql/analyse-query.ts';
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
  const compile = createCompiler(sandbox);
  return {
    async readAll(queries, { maxRows, maxBytes, signal }) {
      const prepared: [string, PreparedQuery][] = [];
      for (const [name, query] of Object.entries(queries)) {
        prepared.push([name, await naming(name, () => prepare(query, compile, signal))]);
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

interface PreparedQuery {
  readonly analysed: AnalysedQuery;
  readonly sandboxed: SandboxedQuery;
  readonly params: ReportQuery['params'];
  readonly reads: ReadColumns;
}

type Compile = (query: SandboxedQuery, signal: AbortSignal | undefined) => Promise<ReadColumns>;

async function prepare(
  { sql, params }: ReportQuery,
  compile: Compile,
  signal: AbortSignal | undefined,
): Promise<PreparedQuery> {
  const analysed = analyseQuery(sql, params);
  checkNames(analysed.columns);
  const { columns, ctes } = analysed;
  const sandboxed = { sql: analysed.sql, width: columns.length, ctes };
  const bound = bind(analysed.parameters, params);
  return { analysed, sandboxed, params: bound, reads: await compile(sandboxed, signal) };
}

/** So many texts are remembered with what they read; policies ask the same again and again. */
const rememberedQueries = 256;

function createCompiler(sandbox: Sandbox): Compile {
  // In the order of their last use.
  const remembered = new Map<string, ReadColumns>();
  return async (query, signal) => {
    const reads = remembered.get(query.sql) ?? (await sandbox.compile(query, signal));
    remembered.delete(query.sql);
    remembered.set(query.sql, reads);
    const [oldest] = remembered.keys();
    if (remembered.size > rememberedQueries && oldest !== undefined) remembered.delete(oldest);
    return reads;
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

const rowsText = z.array(z.array(z.union([z.string(), z.number(), z.null()])));

function toResult(columns: readonly ResultColumn[], { pieces, outcome }: SandboxResult): RawResult {
  if (outcome.kind === 'cell-refused') {
    throw queryFailed(
      `its column ${columns[outcome.column]?.name ?? outcome.column} holds ${cellProblems[outcome.what]}`,
    );
  }
  const rows: (readonly SnapshotCell[])[] = [];
  for (const piece of pieces) rows.push(...rowsText.parse(JSON.parse(piece)));
  const floats = new Set(outcome.realColumns);
  return {
    columns: columns.map((column, index) => (floats.has(index) ? { ...column, approximate: true } : column)),
    rows,
    truncated: outcome.truncated,
  };
}

const cellProblems = {
  integer: 'an integer beyond 2^53, which is not exact as a number; select CAST(… AS TEXT)',
  number: 'a number that is not finite',
  bytes: 'bytes; select text or numbers',
} as const;

function bind(names: readonly string[], params: ReportQuery['params']): ReportQuery['params'] {
  const entries = names.map((name) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw rejected('sql.parameter', `its parameter :${name} has no value`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function checkNames(columns: readonly ResultColumn[]): void {
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) {
      throw rejected('sql.duplicate-column', `it has two columns named ${name}; rename one with AS`);
    }
    names.add(name);
  }
}

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

function rejected(problem: string, why: string): EngineError {
  return new EngineError('report.query-rejected', `The query is refused: ${why}.`, { details: { problem } });
}
