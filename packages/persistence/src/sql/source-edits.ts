import type { Span } from './parse/query-tree.ts';

/** Changes to a text, by places in the text as it was. */
export interface SourceEdits {
  /** Puts texts around a piece, outside all that was put around it or its parts before. */
  around(span: Span, before: string, after: string): void;
  /** Writes something else instead of a piece. */
  replace(span: Span, text: string): void;
  apply(source: string): string;
  /** For each place, how many changes there are before it. */
  counts(length: number): (place: number) => number;
}

/** No changes yet. */
export function createSourceEdits(): SourceEdits {
  const before = new Map<number, string>();
  const after = new Map<number, string>();
  const replaced = new Map<number, { readonly end: number; readonly text: string }>();
  return {
    around(span, opening, closing) {
      if (opening !== '') before.set(span.start, opening + (before.get(span.start) ?? ''));
      if (closing !== '') after.set(span.end, (after.get(span.end) ?? '') + closing);
    },
    replace(span, text) {
      replaced.set(span.start, { end: span.end, text });
    },
    apply(source) {
      const places = [...new Set([...before.keys(), ...after.keys(), ...replaced.keys()])].sort(
        (a, b) => a - b,
      );
      const parts: string[] = [];
      let position = 0;
      for (const place of places) {
        parts.push(source.slice(position, place), after.get(place) ?? '', before.get(place) ?? '');
        const change = replaced.get(place);
        if (change !== undefined) parts.push(change.text);
        position = Math.max(place, position, change?.end ?? 0);
      }
      return parts.join('') + source.slice(position);
    },
    counts(length) {
      const changes = new Uint32Array(length + 2);
      for (const place of [...before.keys(), ...replaced.keys()])
        changes[place + 1] = (changes[place + 1] ?? 0) + 1;
      for (let place = 1; place < changes.length; place += 1) {
        changes[place] = (changes[place] ?? 0) + (changes[place - 1] ?? 0);
      }
      return (place) => changes[place] ?? 0;
    },
  };
}
