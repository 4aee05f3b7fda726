import type { RunSummary } from '@daybook/api-contract';

const weekMs = 7 * 86_400_000;

/** Of runs that ended badly, those of the last seven days, newest first: ten at most. */
export function failedLately(runs: readonly RunSummary[], now: number): readonly RunSummary[] {
  return runs
    .filter(({ created_at }) => now - Date.parse(created_at) < weekMs)
    .toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
    .slice(0, 10);
}
