import {
  canonicalJson,
  deepFreeze,
  type QueryResult,
  type Sha256,
  type Snapshot,
  sha256,
  toJson,
} from '@daybook/kernel';
import { judgeColumnKind } from './column-kind.ts';
import type { RawResult } from './report-database.ts';

/** A snapshot and the hash that tells it from others. */
export interface FrozenSnapshot {
  readonly snapshot: Snapshot;
  /** Of the snapshot's canonical JSON. */
  readonly sha256: Sha256;
}

/** Freezes query results: queries in the order of their names, each column with its kind. */
export function freezeSnapshot(results: Readonly<Record<string, RawResult>>): FrozenSnapshot {
  const names = Object.keys(results).sort();
  const queries = Object.fromEntries(
    names.flatMap((name) => {
      const result = results[name];
      return result === undefined ? [] : [[name, freezeResult(result)] as const];
    }),
  );
  const snapshot: Snapshot = deepFreeze({ queries, newestDate: newestDate(Object.values(queries)) });
  return { snapshot, sha256: sha256(canonicalJson(toJson(snapshot))) };
}

function freezeResult({ columns, rows }: RawResult): QueryResult {
  return {
    columns: columns.map(({ name, approximate }, index) => ({
      name,
      kind: judgeColumnKind(
        name,
        rows.map((row) => row[index] ?? null),
      ),
      // Absent rather than false, so that snapshots from before this was recorded keep their hash.
      ...(approximate ? ({ approximate: true } as const) : {}),
    })),
    rows: rows.map((row) => [...row]),
  };
}

function newestDate(results: readonly QueryResult[]): string | null {
  let newest: string | null = null;
  for (const { columns, rows } of results) {
    for (const [index, { kind }] of columns.entries()) {
      if (kind !== 'date' && kind !== 'instant') continue;
      for (const row of rows) {
        const day = String(row[index] ?? '').slice(0, 10);
        if (day !== '' && (newest === null || day > newest)) newest = day;
      }
    }
  }
  return newest;
}
