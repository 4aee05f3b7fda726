import type { Logger, LogFields } from '@daybook/kernel';
import { createConsoleLogger, type LogLevel, logLevels, type WriteLine } from '../console-logger.ts';
import { type LogEntry, toLogEntry } from './log-entry.ts';
import type { LogSink } from './log-file.ts';
import type { Redactor } from './redact.ts';

/**
 * The engine's logger: every entry loses its secrets, gets a bounded size and goes to every sink that takes its level.
 * It never throws: who logs has other things to do.
 */
export function createLogger(redactor: Redactor, sinks: readonly LogSink[]): Logger {
  const logAt = (level: LogLevel) => (message: string, fields?: LogFields) => {
    const takers = sinks.filter(({ lowest }) => logLevels.indexOf(level) >= logLevels.indexOf(lowest));
    if (takers.length === 0) return;
    const entry = safeEntry(redactor, level, { message, ...(fields === undefined ? {} : { fields }) });
    for (const sink of takers) {
      try {
        sink.write(entry);
      } catch {
        // The other sinks may still take it, and there is nowhere else to say so.
      }
    }
  };
  return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

/** Plain lines for a person at a terminal. */
export function createConsoleSink(write: WriteLine, lowest: LogLevel): LogSink {
  const console = createConsoleLogger(write, lowest);
  return {
    lowest,
    write({ level, message, fields }) {
      console[level](message, Object.keys(fields).length === 0 ? undefined : fields);
    },
  };
}

/** Fields that break when they are read cost the fields, not the message. */
function safeEntry(
  redactor: Redactor,
  level: LogLevel,
  { message, fields }: { readonly message: string; readonly fields?: LogFields },
): LogEntry {
  try {
    return toLogEntry(redactor, { level, message, ...(fields === undefined ? {} : { fields }) });
  } catch {
    const text = redactor.text(String(message));
    return toLogEntry(redactor, { level, message: text, fields: { fields: '[unreadable]' } });
  }
}
