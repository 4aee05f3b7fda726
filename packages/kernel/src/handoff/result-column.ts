/**
 * What a column of a query's result holds, as far as its SQL tells: `decimal`, exact decimal text; `integer`; `real`, a
 * float; `text`; `date`, `YYYY-MM-DD`; `instant`, UTC; `flag`, 0 or 1; `json`, a value taken out of JSON; `null`, nothing
 * but null; `unknown`, what only the rows can tell.
 */
export type ResultColumnType =
  | 'decimal'
  | 'integer'
  | 'real'
  | 'text'
  | 'date'
  | 'instant'
  | 'flag'
  | 'json'
  | 'null'
  | 'unknown';

/** A column of a query's result. */
export interface ResultColumn {
  readonly name: string;
  readonly type: ResultColumnType;
  /** Whether its numbers went through a float, which the query's author asked for: `CAST(… AS REAL)`, `julianday`. */
  readonly approximate: boolean;
}
