import type { JsonValue } from '@daybook/kernel';

type Container = Record<string | number, JsonValue>;

/** One change of a document: sets the place that the pointer names, or, without a value, removes it. */
export type Change = readonly [pointer: string, value?: JsonValue];

/** A copy of the document with the changes made, in their order. Places on the way are made when they are missing. */
export function changeDocument(document: JsonValue, changes: readonly Change[]): JsonValue {
  const copy = structuredClone(document) as JsonValue;
  return changes.reduce((current, change) => applyChange(current, change), copy);
}

function applyChange(document: JsonValue, [pointer, value]: Change): JsonValue {
  if (pointer === '') return value ?? null;
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let place = document as Container;
  for (const part of parts.slice(0, -1)) {
    place[part] ??= {};
    place = place[part] as Container;
  }
  const last = parts.at(-1) ?? '';
  if (value !== undefined) place[last] = value;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else delete place[last];
  return document;
}
