import { readFile } from 'node:fs/promises';
import type { ExplainedOpcode } from '../../src/sandbox/explain-gate.ts';
import { openSandboxConnection, type SandboxConnection } from '../../src/sandbox/sandbox-connection.ts';
import { createTableSql, wholeTables } from '../../src/sandbox/snapshot-table.ts';
import { findNativeLibrary } from '../../src/native-library.ts';
import { internalTables } from './corpus/forbidden-tables.ts';
import { plantSecrets, type Secret } from './planted-secrets.ts';

/**
 * A handle on a database that no sandbox would ever be given: the readable tables with a few rows, and all internal
 * tables with a secret in them.
 */
export interface ArmedMarket {
  /** Runs a text as it is. Only the extension's authorizer stands in its way, and that only once it's armed. */
  run(sql: string, ctes: readonly string[]): Promise<RawOutcome>;
  /** What SQLite makes of the text. */
  explain(sql: string, ctes: readonly string[]): Promise<readonly ExplainedOpcode[]>;
  /** Root pages of the readable tables. */
  readonly rootPages: ReadonlySet<unknown>;
  close(): Promise<void>;
}

export type RawOutcome =
  | { readonly kind: 'ran'; readonly rows: string }
  | { readonly kind: 'denied' | 'failed'; readonly message: string };

export interface MarketSettings {
  readonly secret: Secret;
  /** How many rows of each internal table there are. */
  readonly copies: number;
  /** What may be called; without it the handle stays unarmed. */
  readonly functions?: ReadonlySet<string>;
}

const budgetMs = 50;

export async function openMarket({ secret, copies, functions }: MarketSettings): Promise<ArmedMarket> {
  const connection = await openSandboxConnection(null);
  await connection.loadLibrary(findNativeLibrary());
  await connection.all("SELECT daybook_guard('harden', NULL)");
  await connection.runScript(`${wholeTables().map(createTableSql).join(';')};${await internalSchema()}`);
  await connection.runScript(rowsSql());
  await plantSecrets((sql, values) => connection.all(literal(sql, values)), secret, copies);
  const readable = wholeTables().map(({ name }) => `'${name}'`);
  const pages = await connection.all(
    `SELECT rootpage FROM sqlite_schema WHERE tbl_name IN (${readable.join(', ')})`,
  );
  const statement = await connection.prepare('SELECT daybook_guard(?1, ?2) AS answer');
  const control = async (command: string, value: string | null = null): Promise<unknown> => {
    // Past its deadline a query takes a control with it now and then, but never two.
    const answered = await statement.all([command, value]).catch(() => statement.all([command, value]));
    return answered[0]?.['answer'];
  };
  if (functions !== undefined) {
    await control(
      'tables',
      wholeTables()
        .map(({ name }) => name)
        .join(' '),
    );
    await control('functions', [...functions].join(' '));
    await control('arm');
  }
  return armedMarket(connection, control, new Set(pages.map(({ rootpage }) => rootpage)));
}

function armedMarket(
  connection: SandboxConnection,
  control: (command: string, value?: string) => Promise<unknown>,
  rootPages: ReadonlySet<unknown>,
): ArmedMarket {
  async function begin(ctes: readonly string[]): Promise<void> {
    await control('begin', `${budgetMs} 1000 1000000`);
    await control('ctes', [...ctes, ''].join('\n'));
  }
  return {
    rootPages,
    async run(sql, ctes) {
      await begin(ctes);
      try {
        return { kind: 'ran', rows: JSON.stringify(await connection.all(sql)) };
      } catch (cause) {
        const denied = String(await control('denied'));
        return { kind: denied === '[]' ? 'failed' : 'denied', message: `${String(cause)} ${denied}` };
      }
    },
    async explain(sql, ctes) {
      await begin(ctes);
      const program = await connection.all(`EXPLAIN ${sql}`);
      return program.map(({ opcode, p1, p2, p3, p4 }) => ({ opcode, p1, p2, p3, p4 }));
    },
    close: connection.close,
  };
}

/** The internal tables as the engine makes them, without their triggers. */
async function internalSchema(): Promise<string> {
  const schema = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8');
  const statements = schema.split(/;\n/).map((text) => text.trim());
  return internalTables
    .flatMap((name) => statements.find((text) => text.startsWith(`CREATE TABLE ${name} (`)) ?? [])
    .join(';');
}

/** A few rows in every readable table; enough for joins to find something, few enough for joins without a condition. */
function rowsSql(): string {
  const prices = ['100.25', '95.5', '1010.1', '0.1'];
  const rows = prices.flatMap((price, index) => {
    const [symbol, day] = [index < 2 ? 'NRTH' : 'SOLA', index % 2 === 0 ? '2021-01-04' : '2021-01-08'];
    const bar = {
      open: price,
      high: price,
      low: price,
      close: price,
      volume: '1000',
      provisional: index % 2,
    };
    return [
      ['instruments', { symbol, name: 'Name', currency: 'USD' }],
      ['ohlcv', { symbol, date: day, ...bar, currency: 'USD' }],
      ['dividends', { symbol, ex_date: day, amount: '0.1', currency: 'USD' }],
      ['splits', { symbol, ex_date: day, numerator: '2', denominator: '1' }],
      ['accounts', { id: 'main', name: 'Main', currency: 'USD' }],
      ['positions', { account_id: 'main', symbol, as_of: day, quantity: '10', currency: 'USD' }],
    ] as const;
  });
  return rows
    .flatMap(([name, values]) => [insertSql(name, values), insertSql(`${name}_all`, values)])
    .join(';');
}

function insertSql(table: string, values: Readonly<Record<string, string | number>>): string {
  const names = [...Object.keys(values), 'provider', 'run_id'];
  const marks = names.map((_, index) => `?${index + 1}`);
  const sql = `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${marks.join(', ')})`;
  return literal(sql, [...Object.values(values), 'sample', 'run_1']);
}

/** The statement with its values written out; they are ours. */
function literal(sql: string, values: readonly unknown[]): string {
  return sql.replace(/\?(\d+)/g, (_, place: string) => {
    const value = values[Number(place) - 1];
    if (typeof value === 'number') return String(value);
    if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`;
    return `'${String(value).replaceAll("'", "''")}'`;
  });
}
