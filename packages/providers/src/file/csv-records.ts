import { EngineError, type RawRow } from '@daybook/kernel';
import { parse } from 'csv-parse/sync';

/** A record longer than this is a quote that never closes. */
const MAX_RECORD_CHARACTERS = 1_000_000;

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];

/**
 * Reads delimited text with a header line as records. A comma, a semicolon or a tab is found out from the header,
 * unless it is given.
 * @throws {EngineError} `transform.payload-invalid` with the line: no header, a header name that is empty or given
 *   twice, a line with more or fewer fields than the header, a stray quote. A broken line never just vanishes.
 */
export function parseCsvRecords(text: string, entityKey: string, delimiter?: Delimiter): readonly RawRow[] {
  const [header, ...lines] = splitRecords(text, entityKey, delimiter ?? detectDelimiter(text));
  if (header === undefined) throw invalid(entityKey, 'is empty: it has no header line');
  const names = readHeader(header, entityKey);
  return lines.map((fields) => {
    const row: Record<string, string> = {};
    for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = fields[index] ?? '';
    return row;
  });
}

function splitRecords(text: string, entityKey: string, delimiter: Delimiter): string[][] {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      max_record_size: MAX_RECORD_CHARACTERS,
    });
  } catch (cause) {
    throw invalid(entityKey, describeFault(cause));
  }
}

/** The parser's own messages repeat the record, which does not belong in an error. */
function describeFault(cause: unknown): string {
  const { code, lines, record } = cause as { code?: string; lines?: number; record?: unknown };
  const line = `line ${lines ?? '?'}`;
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return `has ${Array.isArray(record) ? record.length : 'another number of'} fields in ${line}, not as many as its header`;
    case 'CSV_QUOTE_NOT_CLOSED':
      return `opens a quote that never closes (${line})`;
    case 'CSV_MAX_RECORD_SIZE':
      return `has a record of more than ${MAX_RECORD_CHARACTERS} characters up to ${line}: probably a quote that never closes`;
    default:
      return `has a stray quote in ${line}`;
  }
}

function readHeader(header: readonly string[], entityKey: string): readonly string[] {
  const names = header.map((name) => name.trim());
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === '') throw invalid(entityKey, `has no name for column ${index + 1} in its header line`);
    // An object cannot hold a field of this name.
    if (name === '__proto__') throw invalid(entityKey, 'has a column named "__proto__"; rename it');
    if (seen.has(name)) throw invalid(entityKey, `names the column "${name}" twice in its header line`);
    seen.add(name);
  }
  return names;
}

function detectDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let best: Delimiter = ',';
  for (const delimiter of delimiters) {
    if ((counts.get(delimiter) ?? 0) > (counts.get(best) ?? 0)) best = delimiter;
  }
  return best;
}

function invalid(entityKey: string, what: string): EngineError {
  return new EngineError('transform.payload-invalid', `"${entityKey}" ${what}.`);
}
