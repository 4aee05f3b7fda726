import { EngineError } from '@daybook/kernel';
import type { Database } from './database.ts';
import { commitRefusals } from './run-commits.ts';
import { nativeMessage } from './store-error.ts';

/** Gives the fence of the lease that this process holds; `null` while it holds none. */
export type FenceSource = () => number | null;

/**
 * The fence to commit with; `null` where none is needed.
 * @throws {EngineError} `run.fenced` when one is needed and not held.
 */
export function heldFence(database: Database, source: FenceSource | undefined): number | null {
  if (source === undefined) return null;
  const fence = source();
  if (fence === null) throw fencedError(database);
  return fence;
}

/** Another process runs policies on this database. */
export function fencedError({ file }: Database, cause?: unknown): EngineError {
  return new EngineError(
    'run.fenced',
    `This process does not hold the right to run policies on the database ${file}, so nothing was changed; another process may have taken it over.`,
    { cause },
  );
}

export const isFencedRefusal = (error: unknown): boolean => isRefusal(error, commitRefusals.fenced);

export const isIllegalRefusal = (error: unknown): boolean => isRefusal(error, commitRefusals.illegal);

function isRefusal(error: unknown, message: string): boolean {
  return EngineError.isInstance(error) && nativeMessage(error.cause) === message;
}
