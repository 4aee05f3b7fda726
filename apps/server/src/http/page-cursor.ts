import { RequestRefusal } from './problem.ts';

/** Where a list goes on, as the opaque text that clients hand back. */
function toCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/** What a part of a cursor can be. */
const partShapes = {
  text: /^/,
  number: /^\d{1,15}$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  id: /^[a-z]{3}_[0-9a-z]{1,64}$/,
} as const;

/**
 * Reads a cursor of those parts.
 * @throws {RequestRefusal} 422 when it is none of ours.
 */
export function fromCursor(cursor: string, shapes: readonly (keyof typeof partShapes)[]): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === shapes.length) {
      const texts = parts.map(String);
      if (shapes.every((shape, index) => partShapes[shape].test(texts[index] ?? ''))) return texts;
    }
  } catch {
    // Falls through: it is no cursor.
  }
  throw new RequestRefusal(
    422,
    'request.invalid',
    'The cursor is not one that this server gave; start without one.',
  );
}

/** One page of rows that were asked for with one more than the limit. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  map: { readonly item: (row: Row) => Item; readonly cursor: (row: Row) => readonly (string | number)[] },
): { readonly items: Item[]; readonly next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(map.item), next_cursor: more ? toCursor(map.cursor(last)) : null };
}
