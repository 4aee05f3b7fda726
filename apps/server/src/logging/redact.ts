import type { JsonValue, LogFields } from '@daybook/kernel';
import type { SecretRegistry } from './secret-registry.ts';
import type { Span } from './span.ts';
import { isSensitiveName } from './sensitive-name.ts';

/** What stands in the place of a secret. */
export const redactedMark = '[redacted]';

/** Takes the secrets out of what leaves the engine as text: log lines, and the messages of errors. */
export interface Redactor {
  /** The text with every secret replaced by `[redacted]`; all else stays as it is. */
  text(text: string): string;
  /**
   * The fields with every secret in names and values replaced, and the values of fields that are named like a secret
   * replaced whole. What JSON has no form for is spelled as text; what lies deeper than ten levels,
   * or beyond ten thousand values, is left out.
   */
  fields(fields: LogFields): LogFields;
}

const deepest = 10;
const mostValues = 10_000;

/** @param secrets Looked up for every text, so that a secret added later counts at once. */
export function createRedactor(secrets: Pick<SecretRegistry, 'find'>): Redactor {
  const text = (original: string): string => replaceSpans(original, secrets.find(original));
  return { text, fields: (fields) => redactFields(fields, text) };
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const kept = spans.map(({ start }, index) => text.slice(spans[index - 1]?.end ?? 0, start));
  return [...kept, text.slice(spans.at(-1)?.end ?? 0)].join(redactedMark);
}

/**
 * Fields with their names and texts as `text` gives them back; see {@link Redactor.fields} for the rest.
 * @param text Must at least take the secrets out.
 */
export function redactFields(fields: LogFields, text: (original: string) => string): LogFields {
  let left = mostValues;

  function members(original: object, depth: number): LogFields {
    const held = Object.entries(original).filter(([, value]) => value !== undefined);
    // Not by assignment: "__proto__" would vanish.
    return Object.fromEntries(
      held.map(([name, value]) => [text(name), isSensitiveName(name) ? redactedMark : valueOf(value, depth)]),
    );
  }

  function valueOf(original: unknown, depth: number): JsonValue {
    left -= 1;
    if (typeof original === 'string') return text(original);
    if (original === null || typeof original === 'boolean') return original;
    if (typeof original === 'number' || typeof original === 'bigint') return numberOf(original);
    if (original instanceof Error) return text(original.stack ?? String(original));
    if (typeof original !== 'object') return `[${typeof original}]`;
    if (depth === deepest || left < 0) return '[left out]';
    return Array.isArray(original)
      ? original.map((item) => valueOf(item, depth + 1))
      : members(original, depth + 1);
  }

  function numberOf(original: number | bigint): JsonValue {
    const spelled = String(original);
    const safe = text(spelled);
    return typeof original === 'number' && safe === spelled && Number.isFinite(original) ? original : safe;
  }

  return members(fields, 0);
}
