import { isJsonList, isJsonObject, type JsonValue, toInstant } from '@daybook/kernel';
import { toPlaceholder } from '@daybook/policy';

/** Values of named parameters, without the colon. */
export type ParameterValues = Readonly<Record<string, string | number | null>>;

/** SQL as it stands in a step's parameters. */
export interface PlacedSql {
  readonly path: readonly (string | number)[];
  readonly sql: JsonValue | undefined;
  /** Values of its named parameters as written, references included. */
  readonly params?: JsonValue | undefined;
}

/** Longer texts are refused by the schemas, and not looked at. */
export const LONGEST_SQL = 10_000;

/** Every query may name it, and the run sets it: an instant, whichever. */
export const AS_OF = { as_of: toInstant(0) };

/** Every place of a step's parameters where SQL stands. */
export function sqlOf(type: string, params: JsonValue): readonly PlacedSql[] {
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

/** Values that stand in the document; a reference has none before the run. */
export function knownValues(params: JsonValue | undefined): ParameterValues {
  const known = Object.entries(membersOf(params)).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || value === null ? [[name, value] as const] : [],
  );
  return Object.fromEntries(known);
}

/** The members of an object that is written out; none of anything else. */
export function membersOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return value !== undefined && isJsonObject(value) && toPlaceholder(value) === undefined ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonList(value) ? value : [];
}
