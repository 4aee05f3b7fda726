/** Runs pieces of work one after the other, in the order of the calls; one that fails holds up none. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Runs pieces of work of the same key one after the other, and those of different keys side by side. */
export function createInTurnByKey<Key>(): (key: Key) => InTurn {
  const queues = new Map<Key, { readonly inTurn: InTurn; waiting: number }>();
  return (key) => async (work) => {
    const queue = queues.get(key) ?? { inTurn: createInTurn(), waiting: 0 };
    queues.set(key, queue);
    queue.waiting += 1;
    try {
      return await queue.inTurn(work);
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) queues.delete(key);
    }
  };
}

/** A queue of its own. */
export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
