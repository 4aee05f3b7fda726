import { storedDatasetNames } from '@daybook/kernel';
import { rejected } from './query-gate.ts';
import type { ReadTransaction } from './transaction.ts';

/** Refuses statements that would open anything but canonical tables. */
export interface TableGuard {
  /**
   * @throws {EngineError} `report.query-rejected` when the statement, compiled, opens another table or a table function.
   */
  check(sql: string): Promise<void>;
}

/** The views read the provider order, so their statements open it too. */
const readableTables = [...storedDatasetNames.map((name) => `${name}_all`), 'provider_order'];

/**
 * Looks at what SQLite compiles a statement to. Names can be spelled in ways that a reading of the text misses, such as
 * `FROM 'payloads'`; the compiled statement opens tables by number.
 */
export async function createTableGuard({ all }: ReadTransaction): Promise<TableGuard> {
  const roots = await all(
    'SELECT rootpage FROM sqlite_schema WHERE tbl_name IN (SELECT value FROM json_each(?)) AND rootpage > 0',
    [JSON.stringify(readableTables)],
  );
  const readable = new Set(roots.map(({ rootpage }) => rootpage));
  return {
    async check(sql) {
      for (const { opcode, p2 } of await all(`EXPLAIN ${sql}`)) {
        const opens = opcode === 'OpenRead' || opcode === 'ReopenIdx' || opcode === 'OpenWrite';
        if (opcode === 'VOpen') throw rejected('it uses a table function such as json_each');
        if (opens && !readable.has(p2)) throw rejected('it reads a table that is not a dataset');
      }
    },
  };
}
