/** What JSON can hold. Money stands in it as text, never as a number. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Whether a JSON value, or the lack of one, is an object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a JSON value, or the lack of one, is a list. */
export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether the value is a plain object or array that {@link deepFreeze} and copying may walk. */
function isContainer(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null;
}

/** Freezes a value and all within it, in place, and returns it. */
export function deepFreeze<T>(value: T): T {
  if (isContainer(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/**
 * Copies a value as JSON and freezes the copy.
 * @throws {TypeError} naming the place of anything that JSON would lose or change: `undefined` in a list, NaN, dates,
 *   bytes, bigint, functions, maps, cycles. Object members that are `undefined` are left out.
 */
export function toJson(value: unknown): JsonValue {
  return deepFreeze(copy(value, '', new Set()));
}

function copy(value: unknown, pointer: string, above: Set<unknown>): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${pointer || '/'}: ${value} is not JSON`);
    return value;
  }
  if (!isContainer(value)) throw new TypeError(`${pointer || '/'}: a ${typeof value} is not JSON`);
  if (above.has(value)) throw new TypeError(`${pointer || '/'}: the value contains itself`);
  above.add(value);
  const result = Array.isArray(value)
    ? value.map((inner, index) => copy(inner, `${pointer}/${index}`, above))
    : copyObject(value, pointer, above);
  above.delete(value);
  return result;
}

function copyObject(value: Record<string, unknown>, pointer: string, above: Set<unknown>): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have a prototype of their own; theirs has no prototype above it either.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`${pointer || '/'}: a ${value.constructor?.name ?? 'class instance'} is not JSON`);
  }
  const result: Record<string, JsonValue> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    Object.defineProperty(result, key, {
      value: copy(inner, `${pointer}/${escapePointer(key)}`, above),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

/** One segment of a JSON pointer (RFC 6901). */
export function escapePointer(segment: string | number): string {
  return String(segment).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON pointer (RFC 6901) from its unescaped segments; the whole document is `""`. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((segment) => `/${escapePointer(segment)}`).join('');
}
