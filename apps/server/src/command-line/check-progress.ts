import type { Check, CheckProgress } from '@daybook/persistence';
import { grouped, printable } from './terminal-text.ts';
import { toTable } from './table.ts';

/** Tells every so many things how far a check got, so that long work does not look like none. */
export function createCheckProgress(note: (line: string) => void): (progress: CheckProgress) => void {
  let told = 0;
  let current = '';
  return ({ name, examined, total }) => {
    if (name !== current) [current, told] = [name, 0];
    if (examined - told < every || examined === total) return;
    told = examined;
    note(`  ${name}: ${grouped(examined)} of ${grouped(total)}`);
  };
}

const every = 1000;

/** Checks as a table, and below it what is wrong. */
export function describeChecks(checks: readonly Check[]): readonly string[] {
  const table = toTable(
    ['check', 'result', 'examined'],
    checks.map(({ name, ok, examined }) => [name, ok ? 'ok' : 'WRONG', grouped(examined)]),
  );
  const problems = checks.flatMap((check) => check.problems.map((problem) => `${check.name}: ${problem}`));
  return [...table, ...problems].map(printable);
}
