import { isUtf8 } from 'node:buffer';
import { EngineError } from '@daybook/kernel';

const NEWLINE = 0x0a;

/**
 * The text of a payload, without a byte order mark.
 * @throws {EngineError} `transform.payload-invalid` with the place of the first byte that is not UTF-8.
 */
export function decodeText(bytes: Uint8Array, entityKey: string): string {
  if (!isUtf8(bytes)) {
    const { line, offset } = firstInvalidByte(bytes);
    throw new EngineError(
      'transform.payload-invalid',
      `"${entityKey}" is not UTF-8 text: line ${line} holds an invalid byte (byte ${offset} of the payload). Save it as UTF-8 and fetch it again.`,
    );
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.includes('\0')) {
    throw new EngineError(
      'transform.payload-invalid',
      `"${entityKey}" holds NUL characters, as UTF-16 text does. Save it as UTF-8 and fetch it again.`,
    );
  }
  return text;
}

/** The line counts from 1 and the offset from 0, as editors and dumps do. */
function firstInvalidByte(bytes: Uint8Array): { readonly line: number; readonly offset: number } {
  let line = 1;
  let start = 0;
  // A line feed is never part of a longer character, so lines can be judged one by one.
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
    line += 1;
  }
  return { line, offset: start + invalidWithin(bytes.subarray(start)) };
}

function invalidWithin(bytes: Uint8Array): number {
  let offset = 0;
  while (offset < bytes.byteLength) {
    const next = offset + characterBytes(bytes[offset] ?? 0);
    if (next > bytes.byteLength || !isUtf8(bytes.subarray(offset, next))) return offset;
    offset = next;
  }
  return offset;
}

/** How many bytes a character has that starts with this one. */
function characterBytes(first: number): number {
  if (first < 0xc0) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
