import type { QueryToken } from './query-token.ts';

const hints: Readonly<Record<string, string>> = {
  TOP: 'write LIMIT n at the end instead of TOP n',
  ILIKE: 'write LIKE, which ignores the case of letters',
  SIMILAR: 'write LIKE or GLOB',
  REGEXP: 'write LIKE or GLOB instead of REGEXP',
  RLIKE: 'write LIKE or GLOB instead of RLIKE',
  MATCH: 'write LIKE or GLOB instead of MATCH',
  QUALIFY: 'put the window function into a subquery, and filter around it',
  FETCH: 'write LIMIT n instead of FETCH FIRST n ROWS ONLY',
  EXTRACT: "write strftime('%Y', x) instead of EXTRACT",
  INTERVAL: "write date(x, '-7 days') instead of INTERVAL",
  LATERAL: 'write a correlated subquery instead of LATERAL',
  PIVOT: 'write one sum(...) FILTER (WHERE ...) a column instead of PIVOT',
  DATE: "a date is a text: write just '2024-01-31'",
  TIMESTAMP: "an instant is a text: write just '2024-01-31T00:00:00.000Z'",
  MINUS: 'write EXCEPT instead of MINUS',
  DIV: 'write / between integers, or dec_div(x, y, digits)',
  MOD: 'write % between integers, or dec_mod(x, y)',
  INDEXED: 'leave INDEXED BY out; the engine chooses the index',
  TABLESAMPLE: 'leave TABLESAMPLE out; results must repeat',
  INTO: 'a query only reads: leave INTO out',
  RAISE: 'leave RAISE out; an assert step checks conditions',
};

/** What people who know other dialects wrote there by mistake, and what to write instead. */
export function dialectHint(tokens: readonly QueryToken[], at: number): string | undefined {
  for (const index of [at, at - 1, at - 2, at - 3]) {
    const keyword = tokens[index]?.keyword ?? '';
    // DATE and the like are names as well: only a text right after it makes the mistake plain.
    const isName = keyword === 'DATE' || keyword === 'TIMESTAMP';
    if (isName && tokens[index + 1]?.kind !== 'string') continue;
    if (Object.hasOwn(hints, keyword)) return hints[keyword];
  }
  return undefined;
}
