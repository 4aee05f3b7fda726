/**
 * Everything that could end a line, move a cursor or turn the order of the text around: control characters, the line
 * and paragraph separators, and the marks that override direction. Letters of any script, right-to-left ones too, are
 * none of these.
 */
const unruly = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A text in one line, with unruly characters as `\u` and four digits; JSON stays the same JSON. */
export function escapeLine(text: string): string {
  return text.replace(unruly, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
