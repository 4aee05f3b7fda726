import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, EngineError } from '@daybook/kernel';
import type { Terminal } from './command-line/terminal.ts';
import type { Surroundings } from './compose.ts';
import { parseLogLevel } from './console-logger.ts';
import { readCalendars } from './read-calendars.ts';
import { findDatabaseKey, recoveryKeyNotice } from './database-key.ts';
import { createConsoleSink, createLogger } from './logging/create-logger.ts';
import { environmentSecrets } from './logging/environment-secrets.ts';
import { createLogFile } from './logging/log-file.ts';
import { createRedactor, type Redactor } from './logging/redact.ts';
import { createSecretRegistry, type SecretRegistry } from './logging/secret-registry.ts';
import { createRandomIds } from './random-ids.ts';
import { systemClock } from './system-clock.ts';

/** What a command decides itself; the rest comes from the environment. */
export interface SurroundingChoices {
  readonly dataFolder: string;
  readonly fileFolder: string | undefined;
  /** Whether a key file beside a new database deserves a word. */
  readonly warnAboutKey: boolean;
  readonly host?: string;
  readonly port?: number;
  /** @default the clock of this machine */
  readonly clock?: Clock;
  /**
   * A `file` is `logs/daybook.log` in the data folder, from `info` on, with warnings on standard error as well;
   * `DAYBOOK_LOG_LEVEL` sets both.
   * @default terminal
   */
  readonly log?: 'file' | 'terminal';
}

/** The machine, with what belongs to this process alone. */
export interface ProcessSurroundings extends Surroundings {
  /** What is added here appears in no log line from then on. */
  readonly secrets: SecretRegistry;
  /** Takes the same secrets out of other text. */
  readonly redactor: Redactor;
  /** Resolves when every log line is written; later ones reach standard error alone. */
  closeLog(): Promise<void>;
}

const defaultPort = 4310;

/** Only this machine may call: the session would cross a network in plain text. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '::1'] as const;

/**
 * The machine as a process finds it.
 * @throws {EngineError} `usage.invalid` for a port or key that is none, or a `calendars.json` that can't be used; `store.key-rejected` when the key is gone.
 */
export function surroundingsOf(choices: SurroundingChoices, terminal: Terminal): ProcessSurroundings {
  const { environment, note } = terminal;
  const { dataFolder, fileFolder, clock = systemClock } = choices;
  const databaseFile = join(dataFolder, 'daybook.db');
  const isNew = !existsSync(databaseFile);
  const { key, warning } = findDatabaseKey(databaseFile, environment);
  if (isNew && warning !== undefined && choices.warnAboutKey) {
    note(`warning: ${warning}`);
    if (terminal.ask !== undefined) recoveryKeyNotice(key).forEach((line) => note(line));
  }
  return {
    ...loggingOf({ ...choices, clock }, key, terminal),
    databaseFile,
    key,
    fileFolder,
    deliveryFolder: join(dataFolder, 'deliveries'),
    guiFolder: fileURLToPath(new URL('../../gui/dist', import.meta.url)),
    calendars: readCalendars(dataFolder),
    mail: { smtpUrl: environment['DAYBOOK_SMTP_URL'], from: environment['DAYBOOK_SMTP_FROM'] },
    host: choices.host ?? '127.0.0.1',
    port: choices.port ?? portOf(environment['DAYBOOK_PORT']),
    version: ownVersion(),
    clock,
    ids: createRandomIds(() => Date.now()),
    random: Math.random,
  };
}

function loggingOf(
  { dataFolder, log, clock }: Pick<SurroundingChoices, 'dataFolder' | 'log'> & { readonly clock: Clock },
  key: Uint8Array,
  { environment, note }: Terminal,
): Pick<ProcessSurroundings, 'secrets' | 'redactor' | 'log' | 'closeLog'> {
  const secrets = createSecretRegistry();
  for (const secret of [key, Buffer.from(key).toString('hex'), ...environmentSecrets(environment)]) {
    secrets.add(secret);
  }
  const redactor = createRedactor(secrets);
  const level = environment['DAYBOOK_LOG_LEVEL'];
  const console = createConsoleSink(note, parseLogLevel(level));
  const closing = { secrets, redactor, closeLog: async () => undefined };
  if (log !== 'file') return { ...closing, log: createLogger(redactor, [console]) };
  const path = join(dataFolder, 'logs', 'daybook.log');
  const file = createLogFile({ path, lowest: parseLogLevel(level, 'info'), clock, note });
  return { ...closing, log: createLogger(redactor, [file, console]), closeLog: () => file.close() };
}

/** @throws {EngineError} `usage.invalid` */
function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultPort;
  const port = parsePort(text);
  if (port !== undefined) return port;
  throw new EngineError('usage.invalid', `DAYBOOK_PORT must be a port, 1 to 65535; "${text}" is none.`);
}

/** `undefined` when the text is no port. */
export function parsePort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

/** The version of this release. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
