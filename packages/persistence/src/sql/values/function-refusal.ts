import { nearestName } from '@daybook/kernel';
import { allowedFunctionNames } from '../allowed-functions.ts';
import type { CallNode } from '../parse/query-tree.ts';
import { inPlace, refusal } from '../query-refusal.ts';

/** What to write instead of functions that other dialects, or other builds of SQLite, have. */
const hints: Readonly<Record<string, string>> = {
  now: 'write :as_of, the instant that the run stands for',
  getdate: 'write :as_of, the instant that the run stands for',
  date_trunc: "write strftime('%Y-%m-01', x) for the first day of a month",
  date_part: "write strftime('%Y', x)",
  extract: "write strftime('%Y', x)",
  year: "write strftime('%Y', x)",
  month: "write strftime('%m', x)",
  day: "write strftime('%d', x)",
  datediff: 'write julianday(a) - julianday(b)',
  date_add: "write date(x, '+7 days')",
  dateadd: "write date(x, '+7 days')",
  to_char: 'write strftime or printf',
  left: 'write substr(x, 1, n)',
  right: 'write substr(x, -n)',
  len: 'write length(x)',
  nvl: 'write coalesce(a, b)',
  isnull: 'write coalesce(a, b)',
  charindex: 'write instr(text, part)',
  greatest: 'write max(a, b)',
  least: 'write min(a, b)',
  floor: 'write dec_round(x), or CAST(x AS INTEGER), which cuts toward zero',
  ceil: 'write dec_round(x), or CAST(x AS INTEGER), which cuts toward zero',
  ceiling: 'write dec_round(x), or CAST(x AS INTEGER), which cuts toward zero',
  trunc: 'write CAST(x AS INTEGER)',
  mod: 'write dec_mod(x, y)',
  power: 'write dec_mul(x, x)',
  pow: 'write dec_mul(x, x)',
  random: 'a query must give the same rows each time: leave it out',
  randomblob: 'a query must give the same rows each time: leave it out',
  newid: 'a query must give the same rows each time: leave it out',
  stddev: 'take the sums of x and of dec_mul(x, x)',
  median: 'take row_number() and count(*) over the same order, and the middle row',
  json_each: 'write json_extract with a path for each value',
  regexp: 'write LIKE or GLOB',
  match: 'write LIKE or GLOB',
  quote: 'write the text itself',
  hex: 'write the text itself',
  decimal_add: 'write dec_add(x, y)',
};

/** The refusal of a call of a function that queries may not call. */
export function functionRefused({ name, nameSpan }: CallNode, sql: string): Error {
  const near = nearestName(name, allowedFunctionNames);
  const hint = Object.hasOwn(hints, name) ? hints[name] : undefined;
  const advice =
    hint ??
    (near === undefined ? 'leave it out, or compute it from allowed functions' : `did you mean ${near}()?`);
  return refusal(
    'sql.function-refused',
    `it calls ${name}(), which queries may not call; ${advice} (allowed: ${allowedFunctionNames.join(', ')})`,
    hint === undefined && near !== undefined ? inPlace(sql, nameSpan, near) : undefined,
  );
}
