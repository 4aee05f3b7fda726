/** The paragraphs of a text as far as they fit. */
export interface ShortenedText {
  readonly paragraphs: readonly string[];
  /** In characters, of all paragraphs. */
  readonly shown: number;
  readonly total: number;
}

/** Takes paragraphs from the front, up to a number of characters in all; the last one may end in `…`. */
export function shortenText(paragraphs: readonly string[], characters: number): ShortenedText {
  const kept: string[] = [];
  let shown = 0;
  let total = 0;
  for (const paragraph of paragraphs) {
    const letters = Array.from(paragraph);
    const part = letters.slice(0, Math.max(0, characters - shown));
    total += letters.length;
    shown += part.length;
    if (part.length === letters.length) kept.push(paragraph);
    else if (part.length > 0) kept.push(`${part.join('')}…`);
  }
  return { paragraphs: kept, shown, total };
}
