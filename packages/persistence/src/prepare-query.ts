import { EngineError, type ResultColumn } from '@daybook/kernel';
import type { ReportQuery } from '@daybook/stages-report';
import type { Sandbox } from './sandbox/create-sandbox.ts';
import type { ReadColumns, SandboxedQuery } from './sandbox/sandbox-message.ts';
import { type AnalysedQuery, analyseQuery } from './sql/analyse-query.ts';

/** A query that may run. */
export interface PreparedQuery {
  readonly analysed: AnalysedQuery;
  readonly sandboxed: SandboxedQuery;
  readonly params: ReportQuery['params'];
  readonly reads: ReadColumns;
}

/** Tells what a query reads, or refuses it. */
export type Compile = (query: SandboxedQuery, signal: AbortSignal | undefined) => Promise<ReadColumns>;

/**
 * Analyses, rewrites and compiles a query.
 * @throws {EngineError} `report.query-rejected`, also for a parameter without a value and for two columns of one name.
 */
export async function prepareQuery(
  { sql, params }: ReportQuery,
  compile: Compile,
  signal: AbortSignal | undefined,
): Promise<PreparedQuery> {
  const analysed = analyseQuery(sql, params);
  const sandboxed = toSandboxed(analysed);
  const bound = bind(analysed.parameters, params);
  return { analysed, sandboxed, params: bound, reads: await compile(sandboxed, signal) };
}

/** So many texts are remembered with what they read; policies ask the same again and again. */
const rememberedQueries = 256;

/** Compiles in the sandbox what it has not compiled before. */
export function createCompiler(sandbox: Sandbox): Compile {
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

/**
 * Judges a query without any rows: what this refuses would be refused in a run. Of a parameter whose value it is not given
 * it assumes nothing.
 */
export type CheckQuery = (sql: string, params: ReportQuery['params']) => Promise<void>;

/** Judges queries in the sandbox, against empty tables. */
export function createQueryCheck(sandbox: Sandbox): CheckQuery {
  const compile = createCompiler(sandbox);
  return async (sql, params) => {
    await compile(toSandboxed(analyseQuery(sql, params)), undefined);
  };
}

function toSandboxed({ sql, columns, ctes }: AnalysedQuery): SandboxedQuery {
  checkNames(columns);
  return { sql, width: columns.length, ctes };
}

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

function rejected(problem: string, why: string): EngineError {
  return new EngineError('report.query-rejected', `The query is refused: ${why}.`, { details: { problem } });
}
