/** A query that no policy may run. */
export interface ForbiddenQuery {
  readonly kind: string;
  /** What it must not do; continues "it must not …". */
  readonly mustNot: string;
  readonly sql: string;
}

/** Queries of one kind. */
export function forbidden(
  kind: string,
  mustNot: string,
  queries: readonly string[],
): readonly ForbiddenQuery[] {
  return queries.map((sql) => ({ kind, mustNot, sql }));
}
