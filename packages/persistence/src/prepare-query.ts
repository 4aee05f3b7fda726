import { EngineError, parseInstant, type ResultColumn } from '@daybook/kernel';
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

/** What two judges of queries share: each answers the same question the same way, so it remembers what it said. */
export interface QueryJudges {
  analyse(sql: string, params: ReportQuery['params']): AnalysedQuery;
  /** Tells what a query reads, or refuses it. */
  compile(query: SandboxedQuery, signal: AbortSignal | undefined): Promise<ReadColumns>;
}

/** The analyser, and the sandbox with its empty tables. */
export function createQueryJudges(sandbox: Sandbox): QueryJudges {
  const analysed = createMemory<AnalysedQuery>();
  const compiled = createMemory<ReadColumns>();
  return {
    analyse(sql, params) {
      const key = JSON.stringify([sql, kindsOf(params)]);
      return analysed.get(key) ?? analysed.keep(key, analyseQuery(sql, params));
    },
    compile: async (query, signal) =>
      compiled.get(query.sql) ?? compiled.keep(query.sql, await sandbox.compile(query, signal)),
  };
}

/** To the analyser one instant is like another, and each run has its own. */
function kindsOf(params: ReportQuery['params']): readonly unknown[] {
  return Object.entries(params).map(([name, value]) =>
    typeof value === 'string' && parseInstant(value) !== undefined ? [name, 'instant'] : [name, [value]],
  );
}

/** So many answers are remembered, the last that were asked for; policies ask the same again and again. */
const remembered = 256;

function createMemory<T>() {
  // In the order of their last use.
  const answers = new Map<string, T>();
  const keep = (key: string, answer: T): T => {
    answers.delete(key);
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > remembered && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
  return {
    get(key: string): T | undefined {
      const answer = answers.get(key);
      return answer === undefined ? undefined : keep(key, answer);
    },
    keep,
  };
}

/**
 * Analyses, rewrites and compiles a query.
 * @throws {EngineError} `report.query-rejected`, also for a parameter without a value and for two columns of one name.
 */
export async function prepareQuery(
  { sql, params }: ReportQuery,
  judges: QueryJudges,
  signal: AbortSignal | undefined,
): Promise<PreparedQuery> {
  const analysed = judges.analyse(sql, params);
  const sandboxed = toSandboxed(analysed);
  const bound = bind(analysed.parameters, params);
  return { analysed, sandboxed, params: bound, reads: await judges.compile(sandboxed, signal) };
}

/**
 * Judges a query without any rows: what this refuses would be refused in a run. Of a parameter whose value it is not given
 * it assumes nothing.
 */
export type CheckQuery = (sql: string, params: ReportQuery['params']) => Promise<void>;

/** Judges queries in the sandbox, against empty tables. */
export function createQueryCheck(sandbox: Sandbox): CheckQuery {
  const judges = createQueryJudges(sandbox);
  return async (sql, params) => {
    await judges.compile(toSandboxed(judges.analyse(sql, params)), undefined);
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
