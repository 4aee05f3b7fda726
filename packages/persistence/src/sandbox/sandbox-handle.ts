import { EngineError } from '@daybook/kernel';
import { z } from 'zod';
import { findForbiddenOpcode } from './explain-gate.ts';
import {
  openSandboxConnection,
  type PreparedStatement,
  type SandboxConnection,
  type SandboxRow,
} from './sandbox-connection.ts';
import type {
  ParameterValues,
  ReadColumns,
  RunLimits,
  RunOutcome,
  SandboxedQuery,
  SnapshotFile,
} from './sandbox-message.ts';
import { createTableSql, type SnapshotTable, wholeTables } from './snapshot-table.ts';

/** An armed handle: on it nothing but allowed reads of the given tables is ever compiled. */
export interface SandboxHandle {
  /**
   * Compiles a query and looks at what came out.
   * @throws {EngineError} `report.query-rejected`, with words that continue a sentence about the query.
   */
  compile(query: SandboxedQuery): Promise<ReadColumns>;
  /**
   * Runs a query that compiles, and hands over its rows piece by piece.
   * @throws as {@link compile}, and the driver's error for what goes wrong while it runs.
   */
  run(
    query: SandboxedQuery,
    given: { readonly params: ParameterValues; readonly limits: RunLimits },
    onRows: (text: string) => void,
  ): Promise<RunOutcome>;
  interrupt(): void;
  close(): Promise<void>;
}

/** What arming a handle needs. */
export interface HandleSettings {
  /** The extension's file, already checked. */
  readonly library: string;
  /** What queries may call, in lower case. */
  readonly functions: ReadonlySet<string>;
}

/** What SQLite may keep of a snapshot's pages, decrypted, in KiB. */
const cacheKibibytes = 16_384;

/** All tables with all columns, and no rows. */
export async function openEmptyTables(settings: HandleSettings): Promise<SandboxHandle> {
  const connection = await openSandboxConnection(null);
  return arm(connection, { ...settings, tables: wholeTables() }, async () => {
    await connection.runScript(wholeTables().map(createTableSql).join(';'));
  });
}

/** A snapshot's file. */
export async function openSnapshot(
  { file, key, tables }: SnapshotFile,
  settings: HandleSettings,
): Promise<SandboxHandle> {
  const connection = await openSandboxConnection(file);
  return arm(connection, { ...settings, tables }, async () => {
    await connection.runScript(`PRAGMA cipher_log = off; PRAGMA key = "x'${key}'"`);
    await connection.runScript(`PRAGMA cache_size = -${cacheKibibytes}; PRAGMA query_only = on`);
  });
}

/** What the extension is told and asked; each is one statement, since each is a turn of the driver's threads. */
interface Controls {
  begin(limits: RunLimits, ctes: readonly string[]): Promise<void>;
  reads(): Promise<ReadColumns>;
  /** How a run ended, and the first piece of its rows. */
  outcome(): Promise<CollectStatus & { readonly first: string }>;
  piece(index: number): Promise<string>;
}

async function arm(
  connection: SandboxConnection,
  { library, functions, tables }: HandleSettings & { readonly tables: readonly SnapshotTable[] },
  unlock: () => Promise<void>,
): Promise<SandboxHandle> {
  try {
    await connection.loadLibrary(library);
    await unlock();
    await connection.runScript(
      'PRAGMA trusted_schema = off; PRAGMA cell_size_check = on; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY',
    );
    // Before the controls are compiled: it makes SQLite compile every statement anew.
    await connection.all("SELECT daybook_guard('harden', NULL)");
    const schema = await connection.all('SELECT rootpage FROM sqlite_schema WHERE rootpage > 0');
    const tell = await connection.prepare('SELECT daybook_guard(?1, ?2) AS answer');
    const controls = await prepareControls(connection);
    await tell.all(['tables', tables.map(({ name }) => name).join(' ')]);
    await tell.all(['functions', [...functions].join(' ')]);
    await tell.all(['arm', null]);
    const allowed = {
      rootPages: new Set(schema.map(({ rootpage }) => rootpage)),
      functions: new Set([...functions, 'daybook_collect']),
    };
    return armedHandle(connection, controls, allowed);
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

/** Compiled before arming: afterwards nothing that names the guard compiles. */
async function prepareControls(connection: SandboxConnection): Promise<Controls> {
  const begin = await connection.prepare(
    "SELECT daybook_guard('begin', ?1) AS begun, daybook_guard('ctes', ?2) AS named",
  );
  const reads = await connection.prepare("SELECT daybook_guard('reads', NULL) AS reads");
  const outcome = await connection.prepare(
    "SELECT daybook_guard('status', NULL) AS status, daybook_guard('chunk', 0) AS first",
  );
  const piece = await connection.prepare("SELECT daybook_guard('chunk', ?1) AS piece");
  return {
    async begin({ budgetMs, maxRows, maxBytes }, ctes) {
      // One a line, and a line end after the last, because a name may hold blanks.
      await ask(begin, [`${budgetMs} ${maxRows} ${maxBytes}`, [...ctes, resultName, ''].join('\n')]);
    },
    reads: async () => readColumns.parse(JSON.parse(String((await ask(reads, []))['reads']))),
    async outcome() {
      const { status, first } = await ask(outcome, []);
      return { ...collectStatus.parse(JSON.parse(String(status))), first: String(first) };
    },
    piece: async (index) => String((await ask(piece, [index]))['piece']),
  };
}

async function ask(
  control: PreparedStatement,
  parameters: readonly (string | number)[],
): Promise<SandboxRow> {
  // The deadline of the query before is looked at every thousand operations, those of this statement included; once it
  // has been, there is room for another try.
  const rows = await control.all(parameters).catch((cause: unknown) => {
    if (/interrupted/i.test(nativeText(cause))) return control.all(parameters);
    throw cause;
  });
  return rows[0] ?? {};
}

type Allowed = Parameters<typeof findForbiddenOpcode>[1];

/** So many queries stay compiled; the tables of a handle never change. */
const keptQueries = 32;

function armedHandle(connection: SandboxConnection, controls: Controls, allowed: Allowed): SandboxHandle {
  // In the order of their last use.
  const kept = new Map<string, PreparedStatement>();

  async function judge(text: string): Promise<void> {
    const program = await connection.all(`EXPLAIN ${text}`).catch((cause: unknown) => {
      throw refused(compileProblem(cause));
    });
    const forbidden = findForbiddenOpcode(
      program.map(({ opcode, p1, p2, p3, p4 }) => ({ opcode, p1, p2, p3, p4 })),
      allowed,
    );
    if (forbidden !== undefined) throw refused(forbidden);
  }

  /** Judged once: what the authorizer let through and SQLite has compiled stays what it is. */
  async function judged(query: SandboxedQuery): Promise<PreparedStatement> {
    const text = collecting(query);
    const known = kept.get(text);
    if (known === undefined) await judge(text);
    const statement = known ?? (await connection.prepare(text));
    kept.delete(text);
    kept.set(text, statement);
    const [oldest] = kept;
    if (kept.size > keptQueries && oldest !== undefined) {
      kept.delete(oldest[0]);
      oldest[1].drop();
    }
    return statement;
  }

  return {
    async compile(query) {
      await controls.begin(compileLimits, query.ctes);
      await judge(collecting(query));
      return controls.reads();
    },
    async run(query, { params, limits }, onRows) {
      await controls.begin(limits, query.ctes);
      const statement = await judged(query);
      const failure = await statement.all(bound(params)).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      const { refused: cell, truncated, chunks, real, first } = await controls.outcome();
      if (cell !== null) return { kind: 'cell-refused', ...cell };
      if (failure !== undefined && !truncated) throw failure;
      for (let index = 0; index < chunks; index += 1)
        onRows(index === 0 ? first : await controls.piece(index));
      return { kind: 'ran', truncated, realColumns: real };
    },
    interrupt: connection.interrupt,
    close: connection.close,
  };
}

/** To compile takes a few milliseconds, unless the text was made to take long. */
const compileLimits: RunLimits = { budgetMs: 500, maxRows: 1, maxBytes: 1 };

const readColumns = z.array(z.tuple([z.string(), z.string()]));

type CollectStatus = z.output<typeof collectStatus>;

const collectStatus = z.object({
  truncated: z.boolean(),
  chunks: z.number(),
  refused: z.object({ column: z.number(), what: z.enum(['integer', 'number', 'bytes']) }).nullable(),
  real: z.array(z.number()),
});

/**
 * The rows are collected by the extension, which counts them and spells them exactly. Lines of its own: a comment at the
 * query's end must not swallow the bracket. Nothing outside the query asks for an order, so its own holds.
 */
function collecting({ sql, width }: SandboxedQuery): string {
  const columns = Array.from({ length: width }, (_, index) => `c${index}`).join(', ');
  return `WITH ${resultName}(${columns}) AS (\n${sql}\n) SELECT daybook_collect(${columns}) FROM ${resultName}`;
}

/** No query can name it. */
const resultName = 'daybook_result';

function bound(params: ParameterValues): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [`:${name}`, value]));
}

function refused(why: string): EngineError {
  return new EngineError('report.query-rejected', why);
}

function compileProblem(cause: unknown): string {
  const message = nativeText(cause);
  if (/not authorized|prohibited/i.test(message)) return 'it reads or calls what no query may';
  return `SQLite can't read it: ${message}`;
}

/** What the driver says, without its leading code. */
export function nativeText(cause: unknown): string {
  const text =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
  return text.replace(/^SQLITE_[A-Z_]+: /, '');
}
