import type { WriteConnection } from './sqlcipher-connection.ts';
import { inSavepoint, inWriteTransaction, type WriteTransaction } from './transaction.ts';
import { performWork } from './write-work.ts';

/** The one way to the one writer: what waits for it together is made durable by one commit. */
export interface WriteQueue {
  /** @see Database.write */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** @see Database.writeItem */
  writeItem(statement: string, item: string): Promise<void>;
}

/** Something that waits for the writer, and how its caller is told. */
type Piece = Work | Item;

interface Work {
  readonly kind: 'work';
  /** Runs it, and gives how to tell its caller once that is durable. */
  readonly perform: () => Promise<() => void>;
  readonly reject: (cause: unknown) => void;
}

interface Item {
  readonly kind: 'item';
  readonly statement: string;
  readonly item: string;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** What is done by one statement or one call: work, or items of one statement side by side. */
type Part = Work | { readonly kind: 'items'; readonly items: readonly [Item, ...Item[]] };

/** Most pieces of one commit, so that the first need not wait for ever longer work behind it. */
const groupSize = 64;

/**
 * A writer that is busy lets pieces pile up, and then takes them all: each is whole or not at all, in the order of the
 * calls, and no caller is told before the commit that they share. One alone costs no more than without a queue.
 */
export function createWriteQueue(connection: WriteConnection): WriteQueue {
  const waiting: Piece[] = [];
  let isDraining = false;

  function enqueue(piece: Piece): void {
    waiting.push(piece);
    if (isDraining) return;
    isDraining = true;
    // Not at once, so that calls made side by side go together from the first.
    queueMicrotask(() => void drain());
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, groupSize);
      const unbegun = await commit(connection, toParts(group));
      waiting.unshift(...unbegun.flatMap(piecesOf));
      // Those who were just told come back with their next piece, and join those who wait.
      if (group.length > 1 || waiting.length > 0) await new Promise(setImmediate);
    }
    isDraining = false;
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        const perform = async () => {
          const value = await performWork(connection, work);
          return () => resolve(value);
        };
        enqueue({ kind: 'work', perform, reject });
      }),
    writeItem: (statement, item) =>
      new Promise((resolve, reject) => {
        enqueue({ kind: 'item', statement, item, resolve, reject });
      }),
  };
}

function toParts(pieces: readonly Piece[]): readonly Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (piece.kind === 'work') parts.push(piece);
    else if (last?.kind === 'items' && last.items[0].statement === piece.statement) {
      parts.splice(-1, 1, { kind: 'items', items: [...last.items, piece] });
    } else parts.push({ kind: 'items', items: [piece] });
  }
  return parts;
}

const piecesOf = (part: Part): readonly Piece[] => (part.kind === 'work' ? [part] : part.items);

const alone = (items: readonly Item[]): readonly Part[] =>
  items.map((item) => ({ kind: 'items', items: [item] }));

/** Never throws: whoever asked is told. @returns what was not begun, because the transaction was lost before. */
async function commit(connection: WriteConnection, parts: readonly Part[]): Promise<readonly Part[]> {
  const [first, ...others] = parts;
  if (first === undefined) return [];
  if (others.length > 0) return commitTogether(connection, parts);
  try {
    const tell =
      first.kind === 'work'
        ? await inWriteTransaction(connection, first.perform)
        : // A statement outside a transaction is one, with its commit.
          await runItems(connection, first.items);
    tell();
  } catch (cause) {
    const pieces = piecesOf(first);
    if (first.kind === 'work' || pieces.length === 1) refuse(pieces, cause);
    // One of them is to blame. Nothing of them was kept, so each can be tried by itself.
    else for (const part of alone(first.items)) await commit(connection, [part]);
  }
  return [];
}

async function commitTogether(connection: WriteConnection, parts: readonly Part[]): Promise<readonly Part[]> {
  const rest = [...parts];
  const begun: Piece[] = [];
  const tells: (() => void)[] = [];
  try {
    await inWriteTransaction(connection, async () => {
      for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
        begun.push(...piecesOf(part));
        tells.push(...(await performPart(connection, part)));
      }
    });
  } catch (cause) {
    // Without a transaction there is no reason to believe that the next attempt fares better.
    if (begun.length === 0) refuse(parts.flatMap(piecesOf), cause);
    else refuse(begun, cause);
    return begun.length === 0 ? [] : rest;
  }
  for (const tell of tells) tell();
  return [];
}

/** @throws when the transaction was lost, with all that was done in it before. */
async function performPart(connection: WriteConnection, part: Part): Promise<readonly (() => void)[]> {
  const outcome = await inSavepoint(connection, () =>
    part.kind === 'work' ? part.perform() : runItems(connection, part.items),
  );
  if (outcome.kind === 'kept') return [outcome.value];
  const pieces = piecesOf(part);
  if (part.kind === 'work' || pieces.length === 1) return [() => refuse(pieces, outcome.cause)];
  const tells: (() => void)[] = [];
  for (const single of alone(part.items)) tells.push(...(await performPart(connection, single)));
  return tells;
}

async function runItems(connection: WriteConnection, items: readonly [Item, ...Item[]]): Promise<() => void> {
  await connection.run(items[0].statement, [`[${items.map(({ item }) => item).join(',')}]`]);
  return () => {
    for (const { resolve } of items) resolve();
  };
}

function refuse(pieces: readonly Piece[], cause: unknown): void {
  for (const { reject } of pieces) reject(cause);
}
