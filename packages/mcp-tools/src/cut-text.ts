/** The first characters of a text, never half of one. */
export interface CutText {
  readonly text: string;
  /** Characters (code points) that were left out; 0 when the text is whole. */
  readonly left: number;
  /** Characters of the whole text. */
  readonly total: number;
}

/** Keeps at most `limit` characters, counted as code points. */
export function cutText(text: string, limit: number): CutText {
  if (text.length <= limit) return { text, left: 0, total: text.length };
  let total = 0;
  let end = text.length;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1) {
    if (total === limit) end = at;
    total += 1;
  }
  return { text: text.slice(0, end), left: Math.max(0, total - limit), total };
}
