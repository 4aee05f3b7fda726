import { type Span, spansOf } from './span.ts';

/** A token of Daybook, whole or cut, as it is. */
const plain = /dbk_[A-Za-z0-9_-]{6,}/g;

/** 47 bytes in hexadecimal. */
const hexadecimal = /64626b5f(?:[0-9a-f]{2}){43}/gi;

/** 47 bytes in base64, at each of the three places within a group of three where they can begin. */
const base64 =
  /(?:ZGJrX[w-z0-9+/_-]|[A-Za-z0-9+/_-]{2}Ria1[89+/_-]|[A-Za-z0-9+/_-]{3}kYmtf)[A-Za-z0-9+/_-]{56,58}/g;

/** Where tokens of Daybook stand in a text, known by their beginning and length. */
export function tokenSpans(text: string): readonly Span[] {
  return [plain, hexadecimal, base64].flatMap((pattern) => spansOf(pattern, text));
}
