import { isJsonList, isJsonObject, type JsonValue, type LogFields } from '@daybook/kernel';
import type { LogLevel } from '../console-logger.ts';
import { cutText } from './cut-text.ts';
import { currentLogContext } from './log-context.ts';
import type { Redactor } from './redact.ts';

/** One thing to log, without secrets and of bounded size. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** Where it happened; see {@link currentLogContext}. */
  readonly context: LogFields;
  readonly fields: LogFields;
}

/** The longest message, and the longest text within fields, in bytes of UTF-8. */
const longestText = 8_000;

/** All fields together, in bytes of JSON. */
const largestFields = 16_000;

/** Redacts first and cuts then: half of a secret would not be known as one. */
export function toLogEntry(
  redactor: Redactor,
  { level, message, fields = {} }: Pick<LogEntry, 'level' | 'message'> & { readonly fields?: LogFields },
): LogEntry {
  return {
    level,
    message: cutText(redactor.text(message), longestText),
    context: redactor.fields({ ...currentLogContext() }),
    fields: boundFields(redactor.fields(fields)),
  };
}

/** Long texts are cut; what is too large altogether becomes one text, cut as well. */
function boundFields(fields: LogFields): LogFields {
  const whole = JSON.stringify(fields);
  if (Buffer.byteLength(whole) <= longestText) return fields;
  const bounded = boundMembers(fields);
  if (Buffer.byteLength(JSON.stringify(bounded)) <= largestFields) return bounded;
  return { fields: cutText(whole, longestText) };
}

function boundMembers(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, boundValue(value)]));
}

function boundValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return cutText(value, longestText);
  if (isJsonList(value)) return value.map(boundValue);
  return isJsonObject(value) ? boundMembers(value) : value;
}
