import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  openReadConnection,
  openWriteConnection,
  type ReadConnection,
  type WriteConnection,
} from '../src/sqlcipher-connection.ts';
import type { WriteTransaction } from '../src/transaction.ts';
import { createWriteQueue, type WriteQueue } from '../src/write-queue.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const opened: ReadConnection[] = [];
const insertItems = `INSERT INTO done (piece, part) SELECT value ->> 0, value ->> 1 FROM json_each(?1)`;
let writer: WriteConnection;
let reader: ReadConnection;
let commits: number;
let queue: WriteQueue;

beforeEach(async () => {
  const settings = { file: await databases.newFile(), key: databases.key };
  writer = await openWriteConnection(settings);
  // A part below zero is refused, and so is the second of a kind.
  await writer.runScript(
    `CREATE TABLE done (place INTEGER PRIMARY KEY, piece INTEGER, part INTEGER CHECK (part >= 0), content BLOB,
       UNIQUE (piece, part));`,
  );
  reader = await openReadConnection(settings);
  opened.push(writer, reader);
  commits = 0;
  queue = createWriteQueue({
    ...writer,
    all(sql, parameters) {
      if (sql === 'COMMIT') commits += 1;
      return writer.all(sql, parameters);
    },
  });
});

afterAll(async () => {
  await Promise.all(opened.map((connection) => connection.close()));
  await databases.dispose();
});

describe('createWriteQueue', () => {
  it('keeps every piece whole or not at all, in the order of the calls', async () => {
    await fc.assert(
      fc.asyncProperty(bursts, async (plan) => {
        await writer.run('DELETE FROM done');
        const under: Promise<Outcome>[] = [];
        for (const burst of plan) {
          for (const piece of burst) under.push(outcomeOf({ ...piece, id: under.length + 1 }));
          // The next burst comes while this one is under way.
          await Promise.race(under.slice(-burst.length));
        }
        const outcomes = await Promise.all(under);
        expect(outcomes.map(({ seen }) => seen)).toEqual(
          outcomes.map(({ piece }) => (fails(piece) ? 'refused' : piece.parts)),
        );
        const rows = await reader.all('SELECT piece, part FROM done ORDER BY place');
        expect(rows).toEqual(
          outcomes.flatMap(({ piece }) =>
            fails(piece) ? [] : piece.parts.map((part) => ({ piece: piece.id, part })),
          ),
        );
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it('makes what waits durable by one commit', async () => {
    await Promise.all([1, 2, 3, 4].map((id) => queue.write(insert(id))));
    expect(commits).toBe(1);
    expect(await pieces()).toEqual([1, 2, 3, 4]);
  });

  it('hands items that wait side by side to their statement together', async () => {
    await Promise.all([1, 2, 3].map((id) => queue.writeItem(insertItems, `[${id},0]`)));
    expect(commits).toBe(0);
    expect(await pieces()).toEqual([1, 2, 3]);
  });

  it('refuses one item among others', async () => {
    const answers = await Promise.allSettled(
      [0, 1, -1, 2].map((part) => queue.writeItem(insertItems, `[1,${part}]`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await pieces()).toEqual([1, 1, 1]);
  });

  it('tells nobody before the commit', async () => {
    const seen: unknown[] = [];
    const tell = async () => seen.push((await reader.all('SELECT count(*) AS n FROM done'))[0]?.n);
    await Promise.all([1, 2].map((id) => queue.write(insert(id)).then(tell)));
    expect(seen).toEqual([2, 2]);
  });

  it('ends all who share a transaction that the full disk ended, and none after them', async () => {
    const [pages] = await writer.all('PRAGMA page_count');
    await writer.all(`PRAGMA max_page_count = ${Number(pages?.page_count) + 4}`);
    const fill = ({ run }: WriteTransaction) =>
      run('INSERT INTO done (piece, part, content) VALUES (2, 0, zeroblob(1000000))');
    const answers = await Promise.allSettled([
      queue.write(insert(1)),
      queue.write(fill),
      queue.write(insert(3)),
    ]);
    expect(answers).toMatchObject([
      { status: 'rejected', reason: { code: 'store.failed', message: expect.stringContaining('full') } },
      { status: 'rejected', reason: { message: expect.stringContaining('full') } },
      { status: 'fulfilled' },
    ]);
    expect(await pieces()).toEqual([3]);
  });

  it('refuses all at once when another process holds the lock', async () => {
    const other = await openWriteConnection({ file: await fileOf(writer), key: databases.key });
    opened.push(other);
    await writer.all('PRAGMA busy_timeout = 0');
    await other.all('BEGIN IMMEDIATE');
    const answers = await Promise.allSettled([queue.write(insert(1)), queue.writeItem(insertItems, '[2,0]')]);
    await other.all('ROLLBACK');
    expect(answers).toMatchObject([{ reason: { code: 'store.busy' } }, { reason: { code: 'store.busy' } }]);
    await queue.write(insert(3));
    expect(await pieces()).toEqual([3]);
  });

  it('keeps a statement that nobody awaited with its own transaction', async () => {
    const careless = ({ run }: WriteTransaction) => {
      void run('INSERT INTO done (piece, part) VALUES (1, 0)').catch(() => undefined);
      return Promise.reject(new RangeError('on purpose'));
    };
    const answers = await Promise.allSettled([queue.write(careless), queue.write(insert(2))]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await pieces()).toEqual([2]);
  });

  it('refuses a statement after the end of its transaction', async () => {
    const late = await queue.write((transaction) => Promise.resolve(transaction));
    await expect(late.run('DELETE FROM done')).rejects.toMatchObject({ code: 'store.failed' });
    const query = late.queries.selectFrom('policies').selectAll().execute();
    await expect(query).rejects.toMatchObject({ message: expect.stringContaining('after the end') });
  });
});

interface Plan {
  readonly kind: 'work' | 'item';
  /** In the order of writing; one below zero is refused. */
  readonly parts: readonly number[];
  /** Whether the work throws after its last part. */
  readonly throws: boolean;
  /** Turns of the event loop that the work takes between its parts. */
  readonly turns: number;
}

type Piece = Plan & { readonly id: number };

const bursts = fc.array(
  fc.array(
    fc.record({
      kind: fc.constantFrom('work', 'work', 'item'),
      parts: fc.uniqueArray(fc.integer({ min: -1, max: 8 }), { minLength: 1, maxLength: 3 }),
      throws: fc.boolean(),
      turns: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  { minLength: 1, maxLength: 3 },
);

interface Outcome {
  readonly piece: Piece;
  /** Its parts that another connection saw as soon as the piece was said to be kept. */
  readonly seen: readonly unknown[] | 'refused';
}

async function outcomeOf(piece: Piece): Promise<Outcome> {
  const isKept = await start(piece).then(
    () => true,
    () => false,
  );
  return { piece, seen: isKept ? await partsSeenOutside(piece.id) : 'refused' };
}

function fails({ kind, parts, throws }: Piece): boolean {
  return parts.some((part) => part < 0) || (kind === 'work' && throws);
}

function start({ kind, id, parts, throws, turns }: Piece): Promise<unknown> {
  if (kind === 'item') return queue.writeItem(insertItems, parts.map((part) => `[${id},${part}]`).join(','));
  return queue.write(async ({ all, run }) => {
    const [before] = await all('SELECT count(*) AS n FROM done');
    for (const part of parts) {
      await run('INSERT INTO done (piece, part) VALUES (?, ?)', [id, part]);
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    }
    const [after] = await all('SELECT count(*) AS n FROM done');
    expect(Number(after?.n) - Number(before?.n)).toBe(parts.length);
    if (throws) throw new RangeError('on purpose');
  });
}

const insert =
  (id: number) =>
  ({ run }: WriteTransaction) =>
    run('INSERT INTO done (piece, part) VALUES (?, 0)', [id]);

async function partsSeenOutside(id: number): Promise<readonly unknown[]> {
  const rows = await reader.all('SELECT part FROM done WHERE piece = ? ORDER BY place', [id]);
  return rows.map(({ part }) => part);
}

async function pieces(): Promise<readonly unknown[]> {
  return (await reader.all('SELECT piece FROM done ORDER BY place')).map(({ piece }) => piece);
}

async function fileOf(connection: ReadConnection): Promise<string> {
  const [main] = await connection.all('PRAGMA database_list');
  return String(main?.file);
}
