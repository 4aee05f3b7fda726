import type { JsonValue } from './json.ts';

/**
 * The JSON Canonicalization Scheme, RFC 8785: keys sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript prints them. Equal documents give equal text, whatever their key order was.
 * @throws {TypeError} on a number that is not finite and on a lone surrogate, as the RFC demands.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON form`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return canonicalString(value);
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('a lone surrogate has no canonical JSON form');
  return JSON.stringify(text);
}
