import { EngineError, type ResultColumn, sqlProblem } from '@daybook/kernel';
import type { SelectStatement } from './parse/query-tree.ts';
import { parseQuery } from './parse/parse-query.ts';
import type { TokenizedQuery } from './parse/query-token.ts';
import { longestQuery, tokenizeQuery } from './parse/tokenize-query.ts';
import type { QueryAnalysis } from './query-analysis.ts';
import { refusal } from './query-refusal.ts';
import { selectColumns } from './select-columns.ts';
import { plainlyCollated } from './values/plain-collation.ts';
import { createSourceEdits } from './source-edits.ts';
import type { NamedValue } from './values/sql-type.ts';
import { valueOf } from './values/value-of.ts';

/** A query that was let through. */
export interface AnalysedQuery {
  /** What runs: the text with decimals made to compare by value, and without comments. */
  readonly sql: string;
  /** Names of the parameters without the colon, each once, in the order of the text. */
  readonly parameters: readonly string[];
  /** Those of the outermost SELECT, with `*` written out, named as SQLite names them in the result of the written text. */
  readonly columns: readonly ResultColumn[];
  /** Names of all common table expressions, at any depth. */
  readonly ctes: readonly string[];
  /** The dataset tables that it names, in small letters. */
  readonly tables: readonly string[];
}

type Parameters = Readonly<Record<string, string | number | null>>;

/** What runs is longer than what was written, and SQLite's own limit is set to this. */
const longestRewritten = 100_000;

/** How often a suggestion may need one of its own. */
const mostSuggestions = 4;

/**
 * Reads a query, and rewrites it so that decimals compare, sort, group and add up by value.
 * @param params values of parameters, where they are known: they tell what kind of value stands there.
 * @throws {EngineError} `report.query-rejected` for everything that is not one SELECT over datasets, and for what
 *   SQLite would compute wrongly. `details.problem` says what kind of thing is wrong, and `details.suggestion`, where
 *   it is there, is the whole query as it should be.
 */
export function analyseQuery(sql: string, params: Parameters = {}): AnalysedQuery {
  try {
    return analyse(sql, params);
  } catch (error) {
    throw withWorkingSuggestion(error, params);
  }
}

function analyse(sql: string, params: Parameters): AnalysedQuery {
  checkStatement(sql);
  const tokenized = tokenizeQuery(sql);
  const select = parseQuery(sql, tokenized);
  if (select.arms[0]?.kind === 'values') {
    throw refusal('sql.not-a-query', 'it is only VALUES; write SELECT * FROM (VALUES ...)');
  }
  const analysis = createAnalysis(sql, params);
  const columns = analysis.columnsOf(select, { ctes: new Map(), outer: undefined });
  const [offence] = analysis.offences;
  if (offence !== undefined) {
    const mended = analysis.offences.every((each) => each.mended);
    throw refusal(offence.problem, offence.why, mended ? analysis.advice.apply(sql) : undefined);
  }
  const runs = rewritten(analysis, select, tokenized);
  if (runs.length > longestRewritten) {
    throw refusal('sql.too-large', 'it computes too many decimals to be rewritten; split it');
  }
  return {
    sql: runs,
    parameters: parameterNames(tokenized),
    columns: columns.map(toAnalysedColumn),
    ctes: [...analysis.ctes],
    tables: [...analysis.tables],
  };
}

function checkStatement(sql: string): void {
  if (sql.length > longestQuery) {
    throw refusal('sql.too-large', `it has ${sql.length} characters, and the limit is ${longestQuery}`);
  }
  const problem = sqlProblem(sql);
  if (problem === undefined) return;
  const why = problem.message.charAt(0).toLowerCase() + problem.message.slice(1).replace(/\.$/, '');
  throw refusal(problem.code, why, problem.suggestion);
}

function createAnalysis(sql: string, params: Parameters): QueryAnalysis {
  const analysis: QueryAnalysis = {
    sql,
    params,
    edits: createSourceEdits(),
    advice: createSourceEdits(),
    offences: [],
    tables: new Set(),
    ctes: new Set(),
    unnamed: [],
    wraps: 0,
    expansion: 0,
    valueOf: (node, scope, bare) =>
      plainlyCollated(analysis, node, bare, () => valueOf(analysis, node, scope, bare)),
    columnsOf: (select, where, grown) =>
      withoutLiterals(
        selectColumns(analysis, select, where, grown && ((columns) => grown(withoutLiterals(columns)))),
      ),
  };
  return analysis;
}

/** The text that runs. A result column that was changed keeps the name that SQLite would have given it. */
function rewritten(
  analysis: QueryAnalysis,
  select: SelectStatement,
  { withoutComments }: TokenizedQuery,
): string {
  const { edits, unnamed } = analysis;
  const before = edits.counts(select.end);
  for (const { span, name, text } of unnamed) {
    const changed = before(span.end) > before(span.start);
    const lostComment = name === text && !withoutComments.startsWith(text, span.start);
    if (changed || lostComment) edits.around(span, '', ` AS "${name.replaceAll('"', '""')}"`);
  }
  return edits.apply(withoutComments);
}

function parameterNames({ tokens }: TokenizedQuery): readonly string[] {
  return [...new Set(tokens.flatMap(({ kind, text }) => (kind === 'parameter' ? [text] : [])))];
}

function toAnalysedColumn({ name, value: { type, approximate } }: NamedValue): ResultColumn {
  const known = type === 'mixed' || type === 'row' ? 'unknown' : type;
  // What JSON holds is told when it is read: it may well be text.
  return { name, type: known, approximate: approximate && known !== 'json' };
}

/** A suggestion that would be refused itself gives way to its own, and at last to none. */
function withWorkingSuggestion(error: unknown, params: Parameters): unknown {
  if (!EngineError.isInstance(error) || typeof error.details?.suggestion !== 'string') return error;
  let suggestion: string | undefined = error.details.suggestion;
  for (let tries = 0; suggestion !== undefined; tries += 1) {
    const next: string | undefined = refusedSuggestion(suggestion, params);
    if (next === undefined) return withDetails(error, { ...error.details, suggestion });
    suggestion = next === '' || tries >= mostSuggestions ? undefined : next;
  }
  const { suggestion: _, ...details } = error.details;
  return withDetails(error, details);
}

/** `undefined` when the text is let through; otherwise what is suggested instead of it, or nothing. */
function refusedSuggestion(sql: string, params: Parameters): string | undefined {
  try {
    analyse(sql, params);
    return undefined;
  } catch (error) {
    const again = EngineError.isInstance(error) ? error.details?.suggestion : undefined;
    return typeof again === 'string' ? again : '';
  }
}

function withDetails(
  { code, message }: EngineError,
  details: NonNullable<EngineError['details']>,
): EngineError {
  return new EngineError(code, message, { details });
}

/** A column may be null in a row that isn't there, whatever literal it was made of. */
function withoutLiterals(columns: readonly NamedValue[]): readonly NamedValue[] {
  return columns.map(({ name, value: { literal: _written, ...value } }) => ({ name, value }));
}
