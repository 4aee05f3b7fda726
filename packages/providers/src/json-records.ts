import { EngineError, escapePointer, type RawRow, type RawValue } from '@daybook/kernel';
import { parse } from 'lossless-json';

/** Members under which exports usually keep their records. */
const listMembers = ['rows', 'data'] as const;

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Reads JSON as flat records: a list of objects, or an object that holds one under `rows` or `data`. Numbers keep the
 * digits that they were sent with; they never become a float.
 * @throws {EngineError} `transform.payload-invalid` with the place: broken JSON, NaN, a key given twice with different
 *   values, a nested value.
 */
export function parseJsonRecords(text: string, entityKey: string): readonly RawRow[] {
  const { list, pointer } = findList(parseExact(text, entityKey), entityKey);
  return list.map((record, index) => toRawRow(record, `${pointer}/${index}`, entityKey));
}

function parseExact(text: string, entityKey: string): unknown {
  try {
    return parse(text, null, { parseNumber: (digits) => digits });
  } catch (cause) {
    // Nesting deeper than the stack ends as a RangeError without a place.
    const reason = isSyntaxError(cause) ? cause.message : 'it is nested too deeply';
    throw invalid(entityKey, `is not valid JSON: ${reason}`);
  }
}

function isSyntaxError(value: unknown): value is { readonly message: string } {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'SyntaxError';
}

function findList(
  document: unknown,
  entityKey: string,
): { readonly list: readonly unknown[]; readonly pointer: string } {
  if (Array.isArray(document)) return { list: document, pointer: '' };
  if (!isRecord(document)) throw invalid(entityKey, 'holds neither a list of records nor an object with one');
  const found = listMembers.filter((member) => Object.hasOwn(document, member));
  const [member] = found;
  if (member === undefined || found.length > 1) {
    throw invalid(entityKey, 'must hold its records in one list: at the top, or under "rows" or "data"');
  }
  const list: unknown = document[member];
  if (!Array.isArray(list)) throw invalid(entityKey, `must hold a list at /${member}`);
  return { list, pointer: `/${member}` };
}

function toRawRow(record: unknown, pointer: string, entityKey: string): RawRow {
  if (!isRecord(record)) throw invalid(entityKey, `holds something else than an object at ${pointer}`);
  for (const [key, value] of Object.entries(record)) {
    if (!isRawValue(value)) {
      throw invalid(
        entityKey,
        `holds a nested value at ${pointer}/${escapePointer(key)}; records must be flat`,
      );
    }
  }
  return record as RawRow;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRawValue(value: unknown): value is RawValue {
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function invalid(entityKey: string, what: string): EngineError {
  return new EngineError('transform.payload-invalid', `"${entityKey}" ${what}.`);
}
