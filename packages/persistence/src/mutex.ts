/** Lets one piece of work run at a time, in the order of the calls. */
export interface Mutex {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      // Whatever became of the work before: its failure belongs to its own caller.
      const result = last.then(work, work);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
