import {
  datasetNames,
  EngineError,
  isJsonList,
  isJsonObject,
  isStoredDataset,
  type JsonValue,
  toInstant,
} from '@daybook/kernel';
import { type ParamsFinding, type StepTypeShape, toPlaceholder } from '@daybook/policy';

type ParameterValues = Readonly<Record<string, string | number | null>>;

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

/** SQL as it stands in a step's parameters. */
interface PlacedSql {
  readonly path: readonly (string | number)[];
  readonly sql: JsonValue | undefined;
  /** Values of its named parameters as written, references included. */
  readonly params?: JsonValue | undefined;
}

/** Longer texts are refused by the schemas, and not looked at. */
const LONGEST_SQL = 10_000;

/** Every query may name it, and the run sets it: an instant, whichever. */
const AS_OF = { as_of: toInstant(0) };

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

/** Every place of a step's parameters where SQL stands. */
function sqlOf(type: string, params: JsonValue): readonly PlacedSql[] {
  if (!isJsonObject(params)) return [];
  switch (type) {
    case 'query':
      return [{ path: ['sql'], sql: params['sql'], params: params['params'] }];
    case 'store_report':
      return Object.entries(membersOf(params['queries'])).flatMap(([name, query]) =>
        isJsonObject(query)
          ? [{ path: ['queries', name, 'sql'], sql: query['sql'], params: query['params'] }]
          : [],
      );
    case 'assert':
      return listOf(params['checks']).map((check, index) => ({
        path: ['checks', index, 'sql'],
        sql: membersOf(check)['sql'],
      }));
    case 'fetch': {
      const { type: form, sql } = membersOf(membersOf(params['criteria'])['symbols']);
      return form === 'db_query' ? [{ path: ['criteria', 'symbols', 'sql'], sql }] : [];
    }
    default:
      return [];
  }
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

/** Values that stand in the document; a reference has none before the run. */
function knownValues(params: JsonValue | undefined): ParameterValues {
  const known = Object.entries(membersOf(params)).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || value === null ? [[name, value] as const] : [],
  );
  return Object.fromEntries(known);
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

function refusalOf(thrown: unknown, sql: string): readonly Omit<ParamsFinding, 'path'>[] {
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

/** The members of an object that is written out; none of anything else. */
function membersOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return value !== undefined && isJsonObject(value) && toPlaceholder(value) === undefined ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonList(value) ? value : [];
}
