import { EngineError } from '@daybook/kernel';

/** The stable code of an error of the native driver, such as `SQLITE_BUSY`; `undefined` for anything else. */
export function nativeCode(cause: unknown): string | undefined {
  // The driver's errors are not `instanceof Error` in every realm, so their shape decides.
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' && cause.code.startsWith('SQLITE_') ? cause.code : undefined;
}

/** What the driver says, without its leading code. */
export function nativeMessage(cause: unknown): string {
  const text =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
  return text.replace(/^SQLITE_[A-Z_]+: /, '');
}

/**
 * The engine's error for a failure of the native driver: `store.busy` when another process holds the lock,
 * `store.damaged` when pages can't be decrypted or make no sense, otherwise `store.failed`.
 */
export function toStoreError(cause: unknown, file: string): EngineError {
  if (EngineError.isInstance(cause)) return cause;
  switch (nativeCode(cause)) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new EngineError(
        'store.busy',
        `The database ${file} is in use by another process; try again in a moment.`,
        { advice: { kind: 'backoff' }, cause },
      );
    // A page that can't be decrypted reaches SQLite as memory that could not be had.
    case 'SQLITE_NOMEM':
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return damaged(file, cause);
    default:
      return new EngineError(
        'store.failed',
        `The database ${file} refused a statement: ${nativeMessage(cause)}.`,
        { cause },
      );
  }
}

/** A database whose pages can't be read with a key that is right. */
export function damaged(file: string, cause?: unknown): EngineError {
  return new EngineError('store.damaged', `The database ${file} is damaged; restore it from a backup.`, {
    cause,
  });
}
