import { datasetNames, EngineError, isJsonObject, isStoredDataset, type JsonValue } from '@daybook/kernel';
import { type ParamsFinding, type StepTypeShape, toPlaceholder } from '@daybook/policy';
import {
  AS_OF,
  knownValues,
  LONGEST_SQL,
  membersOf,
  type ParameterValues,
  type PlacedSql,
  sqlOf,
} from './placed-sql.ts';

/**
 * Reads a query without any database. Of a parameter whose value it is not given it assumes nothing.
 * @throws {EngineError} `report.query-rejected`, with `details.problem` and, where it is plain, `details.suggestion`.
 */
export type QueryAnalyser = (
  sql: string,
  params?: ParameterValues,
) => {
  /** Names without the colon, each once. */
  readonly parameters: readonly string[];
};

/** What a later release can store is refused when it is read, and not when it is written. */
const laterTables = new RegExp(
  `\\b(?:${[...datasetNames.filter((name) => !isStoredDataset(name)), 'holdings_value', 'performance'].join('|')})(?:_all)?\\b`,
  'i',
);

/**
 * Step types whose SQL is judged by the analyser that runs also read queries by: what would be refused in a run is an
 * issue of the document, with the query to write instead.
 */
export function judgingSql(
  shapes: ReadonlyMap<string, StepTypeShape>,
  analyse: QueryAnalyser,
): ReadonlyMap<string, StepTypeShape> {
  return new Map([...shapes].map(([type, shape]) => [type, withSqlJudged(type, shape, analyse)]));
}

function withSqlJudged(type: string, shape: StepTypeShape, analyse: QueryAnalyser): StepTypeShape {
  return {
    ...shape,
    judge(params, paramsOf) {
      const found = shape.judge(params, paramsOf);
      const judged = new Set(found.map(({ path }) => JSON.stringify(path)));
      const open = sqlOf(type, params).filter(({ path }) => !judged.has(JSON.stringify(path)));
      return [...found, ...open.flatMap((placed) => judgeSql(placed, analyse))];
    },
  };
}

function judgeSql({ path, sql, params }: PlacedSql, analyse: QueryAnalyser): readonly ParamsFinding[] {
  if (typeof sql !== 'string' || sql === '' || sql.length > LONGEST_SQL) return [];
  try {
    const { parameters } = analyse(sql, { ...knownValues(params), ...AS_OF });
    return missingParameters(parameters, params).map((name) => ({ path, ...withoutValue(name) }));
  } catch (thrown) {
    return refusalOf(thrown, sql).map((refusal) => ({ path, ...refusal }));
  }
}

function missingParameters(names: readonly string[], params: JsonValue | undefined): readonly string[] {
  if (params !== undefined && (!isJsonObject(params) || toPlaceholder(params) !== undefined)) return [];
  const given = membersOf(params);
  return names.filter((name) => !Object.hasOwn(AS_OF, name) && !Object.hasOwn(given, name));
}

function withoutValue(name: string): Omit<ParamsFinding, 'path'> {
  return {
    code: 'sql.parameter',
    message: `The query names :${name.slice(0, 64)}, which has no value here. Give it one in "params" where the step has that; :as_of is always there.`,
  };
}

/** What is wrong with a query that was refused; nothing where a later release will store what it reads. */
export function refusalOf(thrown: unknown, sql: string): readonly Omit<ParamsFinding, 'path'>[] {
  if (!EngineError.isInstance(thrown) || thrown.code !== 'report.query-rejected') throw thrown;
  const { problem, suggestion } = thrown.details ?? {};
  if (problem === 'sql.unknown-table' && laterTables.test(sql)) return [];
  return [
    {
      code: typeof problem === 'string' ? problem : thrown.code,
      message: thrown.message,
      ...(typeof suggestion === 'string' ? { suggestion } : {}),
    },
  ];
}
