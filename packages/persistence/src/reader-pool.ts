/** A few things of one kind, made when first needed, each used by one caller at a time. */
export interface ReaderPool<Reader> {
  /** Waits for a free one, uses it and gives it back. */
  use<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** Closes all; the caller sees to it that none is in use. */
  close(): Promise<void>;
}

export function createReaderPool<Reader>(options: {
  readonly size: number;
  readonly open: () => Promise<Reader>;
  readonly close: (reader: Reader) => Promise<void>;
}): ReaderPool<Reader> {
  const idle: Reader[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function take(): Promise<Reader> {
    while (taken >= options.size) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    try {
      return idle.pop() ?? (await options.open());
    } catch (cause) {
      free();
      throw cause;
    }
  }

  function free(): void {
    taken -= 1;
    waiting.shift()?.();
  }

  return {
    async use(work) {
      const reader = await take();
      try {
        return await work(reader);
      } finally {
        idle.push(reader);
        free();
      }
    },
    async close() {
      for (const reader of idle.splice(0)) await options.close(reader);
    },
  };
}
