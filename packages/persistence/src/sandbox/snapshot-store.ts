import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../database.ts';
import type { Sandbox } from './create-sandbox.ts';
import type { ReadColumns, SnapshotFile } from './sandbox-message.ts';
import { createTableSql, readableTables, type SnapshotTable, snapshotTable } from './snapshot-table.ts';

/** Copies of just the tables and columns that queries read, each in a file of its own under a key of its own. */
export interface SnapshotStore {
  /**
   * Does something with a snapshot that holds those columns as they are now. Nothing is copied while a snapshot is there
   * whose tables have not changed.
   */
  use<T>(reads: ReadColumns, work: (snapshot: SnapshotFile) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Removes all; to be called when none is in use. */
  close(): Promise<void>;
}

export interface SnapshotStorePorts {
  readonly database: Database;
  readonly sandbox: Pick<Sandbox, 'forget'>;
  /** Told what each copy took. @default nobody */
  readonly onBuilt?: ((built: { readonly rows: number; readonly ms: number }) => void) | undefined;
}

/** How long an unused snapshot is kept, in milliseconds. */
const idleMs = 10 * 60_000;

/** So many are kept at once. */
const keptCount = 8;

interface Kept {
  readonly snapshot: SnapshotFile;
  /** What its tables were copied at. */
  readonly states: ReadonlyMap<string, string>;
  users: number;
  /** No longer to be found; it goes with its last user. */
  isRetired: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** Snapshots in a folder beside the database. */
export function createSnapshotStore({ database, sandbox, onBuilt }: SnapshotStorePorts): SnapshotStore {
  const parent = join(dirname(database.file), 'snapshots');
  const folder = join(parent, `${process.pid}-${randomUUID()}`);
  // In the order of their last use.
  let kept: readonly Kept[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let prepared: Promise<void> | undefined;

  async function find(tables: readonly SnapshotTable[], signal: AbortSignal | undefined): Promise<Kept> {
    prepared ??= prepareFolder(parent, folder);
    await prepared.catch((cause: unknown) => {
      // A disk that is full now may not be so at the next query.
      prepared = undefined;
      throw cause;
    });
    const current = await readStates(database, tables);
    for (const each of kept) if (isOld(each, current)) await retire(each);
    const found = kept.find((each) => holds(each, tables)) ?? (await build(tables, signal));
    kept = [...kept.filter((each) => each !== found), found];
    found.users += 1;
    clearTimeout(found.idle);
    const [oldest] = kept;
    if (kept.length > keptCount && oldest !== undefined) await retire(oldest);
    return found;
  }

  async function build(tables: readonly SnapshotTable[], signal: AbortSignal | undefined): Promise<Kept> {
    const file = join(folder, `${randomUUID()}.db`);
    const key = randomBytes(32);
    const began = performance.now();
    // SQLite would let everybody read it.
    await (await open(file, 'wx', 0o600)).close();
    try {
      const { rows, states } = await database.copy({ file, key }, (copy) => fill(copy, tables), signal);
      onBuilt?.({ rows, ms: performance.now() - began });
      return {
        snapshot: { file, key: key.toString('hex'), tables },
        states,
        users: 0,
        isRetired: false,
        idle: undefined,
      };
    } catch (cause) {
      await rm(file, { force: true });
      throw cause;
    }
  }

  async function retire(each: Kept): Promise<void> {
    each.isRetired = true;
    kept = kept.filter((other) => other !== each);
    if (each.users === 0) await remove(each);
  }

  async function remove({ snapshot, idle }: Kept): Promise<void> {
    clearTimeout(idle);
    await sandbox.forget(snapshot.file).catch(() => undefined);
    await rm(snapshot.file, { force: true });
  }

  async function giveBack(each: Kept): Promise<void> {
    each.users -= 1;
    if (each.users > 0) return;
    if (each.isRetired) {
      await remove(each);
      return;
    }
    each.idle = setTimeout(() => {
      retire(each).catch(() => undefined);
    }, idleMs);
    each.idle.unref();
  }

  return {
    async use(reads, work, signal) {
      const finding = turn.then(() => find(tablesOf(reads), signal));
      turn = finding.catch(() => undefined);
      const found = await finding;
      try {
        return await work(found.snapshot);
      } finally {
        await giveBack(found);
      }
    },
    async close() {
      await turn;
      for (const each of kept) await retire(each);
      if (prepared !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function tablesOf(reads: ReadColumns): readonly SnapshotTable[] {
  const columns = new Map<string, string[]>();
  for (const [table, column] of reads) {
    if (readableTables.has(table)) columns.set(table, [...(columns.get(table) ?? []), column]);
  }
  return [...columns].map(([name, used]) => snapshotTable(name, used));
}

function holds({ snapshot }: Kept, tables: readonly SnapshotTable[]): boolean {
  return tables.every(({ name, columns }) => {
    const held = snapshot.tables.find((table) => table.name === name);
    return held !== undefined && columns.every((column) => held.columns.includes(column));
  });
}

function isOld({ states }: Kept, current: ReadonlyMap<string, string>): boolean {
  return [...states].some(([table, state]) => current.has(table) && current.get(table) !== state);
}

const changeCounts = z.record(z.string(), z.number());

type Reader = Pick<Parameters<Parameters<Database['copy']>[1]>[0], 'all'>;

function readStates(
  database: Database,
  tables: readonly SnapshotTable[],
): Promise<ReadonlyMap<string, string>> {
  return database.read(({ all }) => statesOf({ all }, tables, 'main'));
}

/** What each table was made of, as a text that changes whenever its rows may have. */
async function statesOf(
  { all }: Reader,
  tables: readonly SnapshotTable[],
  schema: 'main' | 'source',
): Promise<ReadonlyMap<string, string>> {
  const [row] = await all(
    `SELECT
       (SELECT json_group_object(dataset, changes) FROM ${schema}.dataset_changes) AS changes,
       (SELECT json_group_array(provider ORDER BY rank, provider) FROM ${schema}.provider_order) AS providers`,
  );
  const changes = new Map(Object.entries(changeCounts.parse(JSON.parse(String(row?.['changes'])))));
  return new Map(
    tables.map(({ name }) => {
      const dataset = name.replace(/_all$/, '');
      const order = name === dataset ? String(row?.['providers']) : '';
      return [name, `${changes.get(dataset) ?? 0} ${order}`];
    }),
  );
}

async function fill(
  copy: Parameters<Parameters<Database['copy']>[1]>[0],
  tables: readonly SnapshotTable[],
): Promise<{ readonly rows: number; readonly states: ReadonlyMap<string, string> }> {
  const states = await statesOf(copy, tables, 'source');
  let rows = 0;
  for (const table of tables) {
    const columns = table.columns.join(', ');
    await copy.run(createTableSql(table));
    rows += await copy.run(
      `INSERT INTO main.${table.name} (${columns}) SELECT ${columns} FROM source.${table.name}`,
    );
  }
  return { rows, states };
}

/** Makes the folder, and removes those of processes that died. */
async function prepareFolder(parent: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    if (!isAlive(Number(name.split('-', 1)[0])))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // A process of somebody else is alive too.
    return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EPERM';
  }
}
