import type { QueryResult, Snapshot, SnapshotCell, SnapshotColumn } from '@daybook/kernel';
import { type SectionPlace, sectionFailed } from './section-place.ts';

/** A column of a query's result with its cells, in row order. */
export interface FilledColumn extends SnapshotColumn {
  readonly cells: readonly SnapshotCell[];
}

/** The frozen result of one query, as a section reads it. */
export interface SectionQuery {
  readonly columns: readonly SnapshotColumn[];
  readonly rowCount: number;
  /**
   * The column of that name.
   * @throws {EngineError} `report.section-failed`, naming the section and the columns there are.
   */
  column(name: string): FilledColumn;
}

/**
 * Gives a section its query.
 * @throws {EngineError} `report.section-failed` when the snapshot has no query of that name.
 */
export function sectionQuery(snapshot: Snapshot, query: string, place: SectionPlace): SectionQuery {
  const result = Object.hasOwn(snapshot.queries, query) ? snapshot.queries[query] : undefined;
  if (result === undefined) {
    const known = Object.keys(snapshot.queries).join(', ') || 'none';
    throw sectionFailed(
      place,
      `reads query "${query}", which the report does not have. Its queries: ${known}.`,
    );
  }
  return {
    columns: result.columns,
    rowCount: result.rows.length,
    column: (name) => findColumn(result, name, query, place),
  };
}

function findColumn(result: QueryResult, name: string, query: string, place: SectionPlace): FilledColumn {
  const index = result.columns.findIndex((column) => column.name === name);
  const column = result.columns[index];
  if (column === undefined) {
    const known = result.columns.map((each) => each.name).join(', ');
    throw sectionFailed(
      place,
      `names column "${name}", which query "${query}" does not give. Its columns: ${known}.`,
    );
  }
  return { ...column, cells: result.rows.map((row) => row[index] ?? null) };
}
