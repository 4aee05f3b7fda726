import sqlcipher from '@journeyapps/sqlcipher';
import { loadExtension } from '../load-extension.ts';

/** A statement of the sandbox; text that came from outside is compiled once, and nothing behind its first statement runs. */
export interface SandboxConnection {
  /** Compiles and runs one statement and gives its rows. */
  all(
    sql: string,
    parameters?: Readonly<Record<string, string | number | null>>,
  ): Promise<readonly SandboxRow[]>;
  /** Runs a script of our own. */
  runScript(sql: string): Promise<void>;
  loadLibrary(file: string): Promise<void>;
  /** Compiles a statement for later: after arming, the controls can't be compiled any more. */
  prepare(sql: string): Promise<PreparedStatement>;
  /** Breaks off whatever runs. */
  interrupt(): void;
  close(): Promise<void>;
}

/** A compiled statement; it goes with its connection at the latest. */
export interface PreparedStatement {
  /** Values in order, or by name with the colon. */
  all(parameters: BoundValues): Promise<readonly SandboxRow[]>;
  drop(): void;
}

type BoundValue = string | number | null;
export type BoundValues = readonly BoundValue[] | Readonly<Record<string, BoundValue>>;

export type SandboxRow = Readonly<Record<string, unknown>>;

/** Opens a file for reading, or an empty database in memory. */
export async function openSandboxConnection(file: string | null): Promise<SandboxConnection> {
  const native = await openNative(file);
  const kept = new Set<sqlcipher.Statement>();
  return {
    all: (sql, parameters = {}) => promised((done) => native.all(sql, parameters, done)),
    runScript: (sql) =>
      new Promise((resolve, reject) => {
        native.exec(sql, (error) => (error ? reject(error) : resolve()));
      }),
    loadLibrary: (library) => loadExtension(native, library),
    async prepare(sql) {
      const statement = await new Promise<sqlcipher.Statement>((resolve, reject) => {
        const prepared = native.prepare(sql, (error) => (error ? reject(error) : resolve(prepared)));
      });
      kept.add(statement);
      return {
        all: (parameters) => promised((done) => statement.all(parameters, done)),
        drop() {
          if (kept.delete(statement)) statement.finalize();
        },
      };
    },
    interrupt: () => native.interrupt(),
    async close() {
      for (const statement of kept) statement.finalize();
      await new Promise<void>((resolve, reject) => {
        native.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
}

function openNative(file: string | null): Promise<sqlcipher.Database> {
  const mode = file === null ? sqlcipher.OPEN_READWRITE | sqlcipher.OPEN_CREATE : sqlcipher.OPEN_READONLY;
  return new Promise((resolve, reject) => {
    const native = new sqlcipher.Database(file ?? ':memory:', mode, (error) =>
      error ? reject(error) : resolve(native),
    );
  });
}

function promised<T>(start: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}
