import { EngineError } from '@daybook/kernel';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { InternalTables } from './internal-tables.ts';
import type { ReadConnection, WriteConnection } from './sqlcipher-connection.ts';

/** Kysely's SQLite dialect over one connection of SQLCipher; transactions stay with `Database`. */
function createSqlcipherDialect(connection: ReadConnection | WriteConnection): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: (queries) => new SqliteIntrospector(queries),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Typed queries over the internal tables, on that connection. */
export function typedQueries(connection: ReadConnection | WriteConnection): Kysely<InternalTables> {
  return new Kysely<InternalTables>({ dialect: createSqlcipherDialect(connection) });
}

function createDriver(connection: ReadConnection | WriteConnection): Driver {
  const single = createConnection(connection);
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(single),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: () => Promise.reject(notHere('open a transaction')),
    commitTransaction: () => Promise.reject(notHere('commit')),
    rollbackTransaction: () => Promise.reject(notHere('roll back')),
    destroy: () => Promise.resolve(),
  };
}

function createConnection(connection: ReadConnection | WriteConnection): DatabaseConnection {
  return {
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      if (givesRows(compiled)) {
        const rows: readonly unknown[] = await connection.all(compiled.sql, compiled.parameters);
        return { rows: rows as Row[] };
      }
      if (!('run' in connection)) {
        throw new EngineError(
          'store.failed',
          'A read-only connection was asked to write; use Database.write.',
        );
      }
      const changes = await connection.run(compiled.sql, compiled.parameters);
      return { rows: [], numAffectedRows: BigInt(changes) };
    },
    // The driver's own `each` has no back-pressure, so there is no stream.
    streamQuery() {
      throw notHere('stream');
    },
  };
}

/** Only a statement that changes rows and returns none of them gives a count. */
function givesRows({ query }: CompiledQuery): boolean {
  switch (query.kind) {
    case 'InsertQueryNode':
    case 'UpdateQueryNode':
    case 'DeleteQueryNode':
    case 'MergeQueryNode':
      return query.returning !== undefined;
    default:
      return true;
  }
}

function notHere(what: string): EngineError {
  return new EngineError(
    'store.failed',
    `Kysely can't ${what} here; Database.read and Database.write open transactions and read whole results.`,
  );
}
