import type { JsonValue } from './json.ts';

/** Facts beside a log line; never a secret, never a payload. */
export type LogFields = Readonly<Record<string, JsonValue>>;

/** Where the engine's log lines go. The application decides about format, rotation and redaction. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Drops every line. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
