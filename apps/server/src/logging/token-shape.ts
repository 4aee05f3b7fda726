import { type Span, spansOf } from './span.ts';

/**
 * A token of Daybook, whole or cut, as it is; or its 47 bytes in hexadecimal or base64, where `dbk_` looks differently at
 * each of the three places at which it can begin in a group.
 */
const token =
  /dbk_[A-Za-z0-9_-]{6,}|(?:ZGJrX[w-z0-9+/_-]|Ria1[89+/_-]|kYmtf)[A-Za-z0-9+/_-]{56,58}|64626[bB]5[fF][0-9a-fA-F]{86}/g;

const nothing: readonly Span[] = [];

/** Where tokens of Daybook stand in a text, known by their beginning and length. */
export function tokenSpans(text: string): readonly Span[] {
  return text.search(token) < 0 ? nothing : spansOf(token, text);
}
