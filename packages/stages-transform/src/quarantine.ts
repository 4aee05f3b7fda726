import type { QuarantinedRow, RawRow, RawValue, Sha256 } from '@daybook/kernel';

/** How many broken rows an error message shows. */
const SHOWN = 3;

/** A record of a payload, with its place. */
export interface PlacedRecord {
  readonly raw: RawRow;
  /** From 0, in the order of the payload. */
  readonly rowIndex: number;
  readonly payloadSha256: Sha256;
}

/** A record that is kept but not loaded. */
export function quarantineRow(
  { raw, rowIndex, payloadSha256 }: PlacedRecord,
  broken: { readonly rule: string; readonly field: string | null; readonly value: RawValue },
): QuarantinedRow {
  const value = broken.value === null ? null : String(broken.value);
  return { rowIndex, rule: broken.rule, field: broken.field, value, raw, payloadSha256 };
}

/** How many rows broke each rule, the most frequent first. */
export function countByRule(rows: readonly QuarantinedRow[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { rule, field } of rows) {
    const name = field === null ? rule : `${field}: ${rule}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}

/**
 * The rules that were broken and the first rows that broke them, for a message. When nothing is loaded, nothing is
 * kept in quarantine either, and this is all that a reader has to go by.
 */
export function describeQuarantine(
  rows: readonly QuarantinedRow[],
  entityKeys: ReadonlyMap<Sha256, string>,
): string {
  const counts = Object.entries(countByRule(rows)).slice(0, SHOWN);
  const rules = counts.map(([rule, count]) => `${rule} (${count})`).join(', ');
  const examples = rows.slice(0, SHOWN).map((row) => {
    const where = `row ${row.rowIndex} of ${entityKeys.get(row.payloadSha256) ?? row.payloadSha256.slice(0, 12)}`;
    const value = row.value === null ? 'no value' : JSON.stringify(row.value.slice(0, 40));
    return row.field === null ? `${where}: ${row.rule}` : `${where}: ${row.field} = ${value}`;
  });
  return `Rules broken: ${rules}. First: ${examples.join('; ')}.`;
}
