import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlcipher from '@journeyapps/sqlcipher';
import { findNativeLibrary } from '../src/native-library.ts';
import { loadExtension } from '../src/load-extension.ts';

/** A row as the driver gives it. */
export type NativeRow = Readonly<Record<string, unknown>>;

/** An encrypted database of its own, with the SQL extension loaded unless it was opened as plain. */
export interface NativeDatabase {
  all(sql: string, parameters?: readonly unknown[]): Promise<readonly NativeRow[]>;
  /** The first row's values, in the order of the columns. */
  values(sql: string, parameters?: readonly unknown[]): Promise<readonly unknown[]>;
  /** The message of the error that the statement ends with; undefined when it succeeds. */
  failure(sql: string, parameters?: readonly unknown[]): Promise<string | undefined>;
  /** Compiles `SELECT daybook_guard(?1, ?2)` and gives a function that runs it. */
  prepareGuard(): Promise<(command: string, value?: string | number) => Promise<unknown>>;
  close(): Promise<void>;
}

export async function openNativeDatabase({ plain = false } = {}): Promise<NativeDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-native-'));
  const native = await openDriver(join(folder, 'native.db'));
  const statements: sqlcipher.Statement[] = [];
  const all = (sql: string, parameters: readonly unknown[] = []) =>
    new Promise<readonly NativeRow[]>((resolve, reject) => {
      native.all(sql, parameters, (error, rows: readonly NativeRow[]) =>
        error ? reject(error) : resolve(rows),
      );
    });
  await all(`PRAGMA key = "x'${randomBytes(32).toString('hex')}'"`);
  await all('PRAGMA synchronous = off');
  await all('PRAGMA journal_mode = memory');
  if (!plain) await loadExtension(native, findNativeLibrary());
  return {
    all,
    values: async (sql, parameters) => Object.values((await all(sql, parameters))[0] ?? {}),
    failure: (sql, parameters) => all(sql, parameters).then(() => undefined, messageOf),
    async prepareGuard() {
      const statement = await prepareGuard(native);
      statements.push(statement);
      return (command, value) => runGuard(statement, [command, value ?? null]);
    },
    async close() {
      for (const statement of statements) statement.finalize();
      await new Promise<void>((resolve, reject) => {
        native.close((error) => (error ? reject(error) : resolve()));
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openDriver(file: string): Promise<sqlcipher.Database> {
  return new Promise((resolve, reject) => {
    const native = new sqlcipher.Database(file, (error) => (error ? reject(error) : resolve(native)));
  });
}

function prepareGuard(native: sqlcipher.Database): Promise<sqlcipher.Statement> {
  return new Promise((resolve, reject) => {
    const statement = native.prepare('SELECT daybook_guard(?1, ?2) AS answer', (error) =>
      error ? reject(error) : resolve(statement),
    );
  });
}

function runGuard(statement: sqlcipher.Statement, parameters: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    statement.all(parameters, (error, rows: readonly NativeRow[]) =>
      error ? reject(error) : resolve(rows[0]?.['answer']),
    );
  });
}

export function messageOf(error: unknown): string {
  return String(error).replace(/^Error: (SQLITE_\w+: )?/, '');
}

/** A text of the database; fails for any other value. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is no text`);
  return value;
}
