import { Writable } from 'node:stream';
import type { Clock, LogFields } from '@daybook/kernel';
import winston from 'winston';
import type { LogLevel, WriteLine } from '../console-logger.ts';
import { escapeLine } from './escape-line.ts';
import type { LogEntry } from './log-entry.ts';
import { createRotatingFile, type RotatingFile } from './rotating-file.ts';

/** Takes log entries from a level on. */
export interface LogSink {
  readonly lowest: LogLevel;
  write(entry: LogEntry): void;
}

export interface LogFile extends LogSink {
  /** Resolves when every line is with the system; later ones are dropped. */
  close(): Promise<void>;
}

export interface LogFileOptions {
  /** Such as `<data folder>/logs/daybook.log`; made, with its folder, by the first line. */
  readonly path: string;
  readonly lowest: LogLevel;
  readonly clock: Pick<Clock, 'now'>;
  /** Told once when lines begin to be lost. */
  readonly note: WriteLine;
  /** @default 5,000,000 */
  readonly maxBytes?: number;
  /** @default 5 */
  readonly maxFiles?: number;
}

/**
 * A file of JSON lines, `{ts, level, message, run_id?, step_id?, stage?, request_id?, ...fields}`, with rotation. A file
 * that can't be written costs lines and nothing else; once it can be again, a line says how many.
 */
export function createLogFile(options: LogFileOptions): LogFile {
  const { path, lowest, clock, note, maxBytes = 5_000_000, maxFiles = 5 } = options;
  const lineAt = (entry: LogEntry): string => toLine(entry, clock);
  const append = surviving(createRotatingFile({ path, maxBytes, maxFiles }), { path, note, lineAt });
  let waiting = 0;
  let whenWritten: (() => void) | undefined;
  // winston's own File transport waits for ever, and keeps what it waits with, once its folder is gone.
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      append.line(line);
      waiting -= 1;
      if (waiting === 0) whenWritten?.();
      done();
    },
  });
  const lines = winston.createLogger({
    level: 'debug',
    format: winston.format.printf(({ message }) => String(message)),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  });
  lines.on('error', (cause: unknown) => note(`warn: The log is in trouble: ${String(cause)}`));
  let closed = false;
  return {
    lowest,
    write(entry) {
      if (closed) return;
      const line = lineAt(entry);
      waiting += 1;
      lines.log(entry.level, line);
    },
    async close() {
      closed = true;
      // winston ends its transports before they have read what waits for them.
      if (waiting > 0) await new Promise<void>((resolve) => (whenWritten = resolve));
      lines.close();
      append.close();
    },
  };
}

interface SurvivingFile {
  line(line: string): void;
  close(): void;
}

/** Keeps what goes wrong with the file away from those who log, and counts what it costs. */
function surviving(
  file: RotatingFile,
  { path, note, lineAt }: { path: string; note: WriteLine; lineAt: (entry: LogEntry) => string },
): SurvivingFile {
  let lost = 0;
  return {
    line(line) {
      try {
        if (lost > 0) file.append(`${lineAt(lossOf(lost))}\n`);
        lost = 0;
        file.append(line);
      } catch (cause) {
        if (lost === 0) {
          const reason = cause instanceof Error ? cause.message : String(cause);
          note(escapeLine(`warn: Log lines are being lost, ${path} can't be written: ${reason}`));
        }
        lost += 1;
      }
    },
    close() {
      try {
        file.close();
      } catch {
        // All lines are written; there is nothing left to lose.
      }
    },
  };
}

function lossOf(lost: number): LogEntry {
  const message = 'Log lines were lost before this one, as the file could not be written.';
  return { level: 'warn', message, context: {}, fields: { lost } };
}

function toLine({ level, message, context, fields }: LogEntry, clock: Pick<Clock, 'now'>): string {
  const record = { ts: clock.now(), level, message, ...context, ...withoutReserved(fields) };
  return escapeLine(JSON.stringify(record));
}

/** A field can't pass for the line's own level or time. */
function withoutReserved(fields: LogFields): LogFields {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [/^(?:ts|level|message)$/.test(name) ? `${name}_` : name, value]),
  );
}
