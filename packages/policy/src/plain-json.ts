import type { JsonValue } from '@daybook/kernel';

/**
 * Reads a JSON text with the engine's own reader, when nothing about it needs a closer look; `undefined` when it does:
 * it is no JSON, a key is given twice or reserved, a number overflows, or it is nested too deep. The answer is the same
 * as that of the strict reader, many times faster: as many keys as were written must have arrived.
 */
export function readPlainJson(text: string, maxDepth: number): JsonValue | undefined {
  const written = countWrittenKeys(text, maxDepth);
  if (written === undefined) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  return countKeys(value, maxDepth) === written ? value : undefined;
}

/** Keys of all objects within; `undefined` when something is not as it should be. */
function countKeys(value: JsonValue, depth: number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : undefined;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return undefined;
  let count = 0;
  if (Array.isArray(value)) {
    for (const inner of value as readonly JsonValue[]) {
      const within = countKeys(inner, depth - 1);
      if (within === undefined) return undefined;
      count += within;
    }
    return count;
  }
  const members = value as { readonly [key: string]: JsonValue };
  // The value comes from JSON.parse: it has no members but its own.
  for (const key in members) {
    if (key === '__proto__') return undefined;
    const within = countKeys(members[key] ?? null, depth - 1);
    if (within === undefined) return undefined;
    count += within + 1;
  }
  return count;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Texts that a colon follows; `undefined` when brackets are nested too deep. Says nothing about a text that is no JSON. */
function countWrittenKeys(text: string, maxDepth: number): number | undefined {
  let count = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfText(text, at);
      if (followedByColon(text, at + 1)) count += 1;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return undefined;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return count;
}

/** Where the quote that closes a text stands. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

function followedByColon(text: string, start: number): boolean {
  let at = start;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === colon;
}
