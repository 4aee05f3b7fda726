import type sqlcipher from '@journeyapps/sqlcipher';
import { toStoreError } from './store-error.ts';
import type { Binding } from './to-binding.ts';

/** What a statement is bound to. */
export type Bindings = readonly Binding[] | Readonly<Record<string, Binding>>;

/** The statements of one connection, compiled once and used again. */
export interface SqlcipherStatements {
  all(sql: string, bindings: Bindings): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Gives the number of rows that it inserted, changed or deleted. */
  run(sql: string, bindings: Bindings): Promise<number>;
  /** Drops all; the connection closes only without them. */
  close(): void;
}

type Row = Readonly<Record<string, unknown>>;
type Reject = (cause: unknown) => void;

/** Statements kept compiled; SQL that depends on its author, as that of reports does, must not pile up. */
const keptCount = 64;
/** A compiled statement holds on to what it was bound to, so one with more than this many bytes is not kept. */
const keptBindingSize = 65_536;
/** What is worth keeping; a PRAGMA may name the key, which is to be held nowhere. */
const kept = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i;

/**
 * Compiling is a turn of the driver's own threads, as long as that of a small statement itself, so each is compiled once.
 */
export function createSqlcipherStatements(native: sqlcipher.Database, file: string): SqlcipherStatements {
  // In the order of their last use.
  const compiled = new Map<string, Compiled>();

  function compile(sql: string): Compiled {
    let waiting: Set<Reject> | undefined = new Set();
    const statement = native.prepare(sql, (error) => {
      // The driver tells a failure to compile here alone, and never to the calls that wait for the statement.
      if (error !== null) {
        if (compiled.get(sql)?.statement === statement) compiled.delete(sql);
        for (const reject of waiting ?? []) reject(toStoreError(error, file));
      }
      waiting = undefined;
    });
    return { statement, onFailure: (reject) => waiting?.add(reject) };
  }

  function keep(sql: string, entry: Compiled): void {
    compiled.delete(sql);
    compiled.set(sql, entry);
    const [oldest] = compiled;
    if (compiled.size <= keptCount || oldest === undefined) return;
    compiled.delete(oldest[0]);
    oldest[1].statement.finalize();
  }

  /** A statement for one call, which is issued at once; the driver finishes it before it drops the statement. */
  function use({ sql, bindings, reject }: Call, issue: (statement: sqlcipher.Statement) => void): void {
    const isKept = kept.test(sql) && bindingSize(bindings) <= keptBindingSize;
    const entry = (isKept ? compiled.get(sql) : undefined) ?? compile(sql);
    entry.onFailure(reject);
    issue(entry.statement);
    if (isKept) keep(sql, entry);
    else entry.statement.finalize();
  }

  return {
    all: (sql, bindings) =>
      new Promise((resolve, reject) => {
        use({ sql, bindings, reject }, (statement) =>
          statement.all(bindings, (error, rows: readonly Row[]) => {
            if (error) reject(toStoreError(error, file));
            else resolve(rows);
          }),
        );
      }),
    run: (sql, bindings) =>
      new Promise((resolve, reject) => {
        use({ sql, bindings, reject }, (statement) =>
          statement.run(bindings, function (error) {
            if (error) reject(toStoreError(error, file));
            else resolve(this.changes);
          }),
        );
      }),
    close() {
      for (const { statement } of compiled.values()) statement.finalize();
      compiled.clear();
    },
  };
}

interface Compiled {
  readonly statement: sqlcipher.Statement;
  /** Told when the statement turns out not to compile. */
  readonly onFailure: (reject: Reject) => void;
}

interface Call {
  readonly sql: string;
  readonly bindings: Bindings;
  readonly reject: Reject;
}

function bindingSize(bindings: Bindings): number {
  return Object.values(bindings).reduce<number>(
    (size, value) => size + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8),
    0,
  );
}
