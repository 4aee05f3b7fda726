import {
  type ColumnKind,
  canonicalDataset,
  storedDatasetNames,
  parseInstant,
  type SnapshotCell,
} from '@daybook/kernel';

type Value = string | number;

/**
 * What a column of a query's result holds. A name that has one kind in all canonical datasets decides, as long as the
 * values agree; a query may call anything `close`, so otherwise the values decide.
 */
export function judgeColumnKind(name: string, cells: readonly SnapshotCell[]): ColumnKind {
  const values = cells.filter((cell) => cell !== null);
  const known = kindsByName.get(name);
  if (known !== undefined && values.every((value) => fits(value, known))) return known;
  if (values.length === 0) return 'text';
  return judged.find((kind) => values.every((value) => fits(value, kind))) ?? 'text';
}

/** From the narrowest; flags can't be told from numbers and are known by name only. */
const judged = ['integer', 'decimal', 'date', 'instant'] as const;

/** Names with several kinds are left out. */
const kindsByName: ReadonlyMap<string, ColumnKind> = collectKinds();

function collectKinds(): Map<string, ColumnKind> {
  const kinds = new Map<string, Set<ColumnKind>>();
  for (const { name, kind } of storedDatasetNames.flatMap((dataset) => canonicalDataset(dataset).columns)) {
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  }
  return new Map([...kinds].flatMap(([name, [kind, ...others]]) => singleKind(name, kind, others)));
}

function singleKind(
  name: string,
  kind: ColumnKind | undefined,
  others: readonly ColumnKind[],
): readonly (readonly [string, ColumnKind])[] {
  return kind === undefined || others.length > 0 ? [] : [[name, kind]];
}

function fits(value: Value, kind: ColumnKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return value === 0 || value === 1;
    case 'integer':
      return typeof value === 'number' ? Number.isSafeInteger(value) : /^(?:0|-?[1-9]\d*)$/.test(value);
    case 'decimal':
      // Leading zeros mean a number that names something, such as an account, and nothing to calculate with.
      return typeof value === 'number' || /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isCalendarDate(value);
    case 'instant':
      return typeof value === 'string' && parseInstant(value) === value;
  }
}

function isCalendarDate(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
