import type { Logger, LogFields } from '@daybook/kernel';

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** Where lines of text go; standard error, or a list in tests. */
export type WriteLine = (line: string) => void;

/** Reads `DAYBOOK_LOG_LEVEL`; what is not a level is `warn`. */
export function parseLogLevel(text: string | undefined): Level {
  return levels.find((level) => level === text) ?? 'warn';
}

/** Writes plain lines from a level on; meant for a person at a terminal. */
export function createConsoleLogger(write: WriteLine, lowest: Level): Logger {
  const logAt = (level: Level) => (message: string, fields?: LogFields) => {
    if (levels.indexOf(level) < levels.indexOf(lowest)) return;
    write(`${level}: ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`);
  };
  return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}
