/** A query that people and agents write, with the exact result over the small market. */
export interface InnocentQuery {
  readonly what: string;
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The moment for which innocent queries ask. */
const asOf = '2021-01-11T21:00:00.000Z';

/** One such query; of parameters it is given those that it names. */
export function innocent(
  what: string,
  sql: string,
  expected: { readonly columns: string; readonly rows: InnocentQuery['rows'] },
  params: InnocentQuery['params'] = sql.includes(':as_of') ? { as_of: asOf } : {},
): InnocentQuery {
  return { what, sql, params, columns: expected.columns.split('|'), rows: expected.rows };
}
