/** A stretch of a text, in code units; `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a global pattern stands in a text. */
export function spansOf(pattern: RegExp, text: string): readonly Span[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** Spans in the order of the text, those that overlap as one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else if (span.end > last.end) result.splice(-1, 1, { start: last.start, end: span.end });
  }
  return result;
}
