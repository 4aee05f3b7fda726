import type { QueryAnalyser } from './judge-sql.ts';

/** So many verdicts are kept, the last that were asked for: a query has 10,000 characters at most. */
const KEPT = 500;

type Verdict =
  | { readonly kind: 'passed'; readonly answer: ReturnType<QueryAnalyser> }
  | { readonly kind: 'refused'; readonly thrown: unknown };

/**
 * The analyser, asked once for the same query with the same values: every list of policies judges all their documents
 * again.
 */
export function rememberVerdicts(analyse: QueryAnalyser, kept: number = KEPT): QueryAnalyser {
  const verdicts = new Map<string, Verdict>();
  return (sql, params = {}) => {
    const key = JSON.stringify([sql, params]);
    const verdict = verdicts.get(key) ?? judge(analyse, sql, params);
    // Whatever is asked for becomes the newest.
    verdicts.delete(key);
    verdicts.set(key, verdict);
    for (const oldest of verdicts.keys()) {
      if (verdicts.size <= kept) break;
      verdicts.delete(oldest);
    }
    if (verdict.kind === 'refused') throw verdict.thrown;
    return verdict.answer;
  };
}

function judge(analyse: QueryAnalyser, ...query: Parameters<QueryAnalyser>): Verdict {
  try {
    return { kind: 'passed', answer: analyse(...query) };
  } catch (thrown) {
    return { kind: 'refused', thrown };
  }
}
