import type { LogFields } from '@daybook/kernel';
import type { LogLevel } from '../console-logger.ts';
import { cutText } from './cut-text.ts';
import { currentLogContext } from './log-context.ts';
import { redactedMark, redactFields, type Redactor } from './redact.ts';

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

/** All fields together, in bytes of JSON; more becomes one text, which is cut. */
const largestFields = 16_000;

/** Where a text ends for good, in code units: looking for secrets takes time. */
const longestSearch = 32_000;

/** What is logged, made safe to be kept. */
export function toLogEntry(
  redactor: Redactor,
  { level, message, fields = {} }: Pick<LogEntry, 'level' | 'message'> & { readonly fields?: LogFields },
): LogEntry {
  const text = (original: string): string => safeText(redactor, original);
  return {
    level,
    message: text(message),
    context: redactFields({ ...currentLogContext() }, text),
    fields: boundFields(redactFields(fields, text)),
  };
}

/** Redacts first and cuts then: half of a secret would not be known as one. */
function safeText(redactor: Redactor, original: string): string {
  if (original.length <= longestSearch) return cutText(redactor.text(original), longestText);
  const text = redactor.text(original.slice(0, longestSearch));
  // What follows the last secret found may be the first half of the next.
  const isShort = Buffer.byteLength(text) <= longestText;
  const whole = isShort ? text.slice(0, text.lastIndexOf(redactedMark) + redactedMark.length) : text;
  return cutText(whole, longestText, Buffer.byteLength(original.slice(longestSearch)));
}

function boundFields(fields: LogFields): LogFields {
  const whole = JSON.stringify(fields);
  return Buffer.byteLength(whole) <= largestFields ? fields : { fields: cutText(whole, longestText) };
}
