import { EngineError } from '@daybook/kernel';
import type { WriteConnection } from './sqlcipher-connection.ts';
import { typedQueries } from './sqlcipher-dialect.ts';
import type { WriteTransaction } from './transaction.ts';

/**
 * Gives work a transaction of its own on the shared connection and waits for all statements that it began, also for
 * those that the work itself did not await. A statement after the end is refused: it would be kept with the work of
 * somebody else.
 */
export async function performWork<T>(
  connection: WriteConnection,
  work: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  const underWay = new Set<Promise<unknown>>();
  let isOver = false;

  async function during<R>(statement: () => Promise<R>): Promise<R> {
    if (isOver)
      throw new EngineError(
        'store.failed',
        'A statement came after the end of its transaction; await it inside.',
      );
    const result = statement();
    underWay.add(result);
    try {
      return await result;
    } finally {
      underWay.delete(result);
    }
  }

  const own: WriteConnection = {
    ...connection,
    all: (sql, parameters) => during(() => connection.all(sql, parameters)),
    run: (sql, parameters) => during(() => connection.run(sql, parameters)),
  };
  let queries: WriteTransaction['queries'] | undefined;
  try {
    return await work({
      all: own.all,
      run: own.run,
      get queries() {
        return (queries ??= typedQueries(own));
      },
    });
  } finally {
    isOver = true;
    await Promise.allSettled(underWay);
  }
}
