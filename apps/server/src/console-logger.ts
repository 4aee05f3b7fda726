import type { Logger, LogFields } from '@daybook/kernel';
import { escapeLine } from './logging/escape-line.ts';

/** The levels of log lines, the least important one first. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where lines of text go; standard error, or a list in tests. */
export type WriteLine = (line: string) => void;

/**
 * Reads `DAYBOOK_LOG_LEVEL`.
 * @param otherwise What a text that is no level means.
 */
export function parseLogLevel(text: string | undefined, otherwise: LogLevel = 'warn'): LogLevel {
  return logLevels.find((level) => level === text) ?? otherwise;
}

/** Writes plain lines from a level on, one each whatever the message holds; meant for a person at a terminal. */
export function createConsoleLogger(write: WriteLine, lowest: LogLevel): Logger {
  const logAt = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (logLevels.indexOf(level) < logLevels.indexOf(lowest)) return;
    write(escapeLine(`${level}: ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`));
  };
  return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}
