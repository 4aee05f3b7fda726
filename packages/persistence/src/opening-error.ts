import { open } from 'node:fs/promises';
import { EngineError } from '@daybook/kernel';
import { damaged, nativeCode, nativeMessage, toStoreError } from './store-error.ts';

const plainHeader = Buffer.from('SQLite format 3\0', 'latin1');
/** SQLCipher's page size; an encrypted file is a whole number of pages. */
const pageBytes = 4096;

/**
 * Why a database can't be opened. To SQLite a wrong key, a file that was never encrypted and a damaged first page look
 * alike; the file itself tells more.
 */
export async function toOpeningError(cause: unknown, file: string): Promise<EngineError> {
  const error = toStoreError(cause, file);
  if (error.code === 'store.failed' && nativeCode(error.cause) === 'SQLITE_CANTOPEN') {
    return new EngineError(
      'store.failed',
      `The database ${file} can't be opened: ${nativeMessage(error.cause)}; check that it is a file that you may read and write.`,
      { cause: error.cause },
    );
  }
  if (error.code !== 'store.damaged' || nativeCode(error.cause) !== 'SQLITE_NOTADB') return error;

  const { header, size } = await inspect(file);
  if (header.equals(plainHeader)) {
    return rejected(`${file} is a plain SQLite file, not an encrypted database; name another file.`, error);
  }
  if (size % pageBytes !== 0) return damaged(file, error.cause);
  return rejected(
    `The key does not open the database ${file}; give the key that it was made with, or restore a backup if its first page is damaged.`,
    error,
  );
}

function rejected(message: string, { cause }: EngineError): EngineError {
  return new EngineError('store.key-rejected', message, { cause });
}

async function inspect(file: string): Promise<{ readonly header: Buffer; readonly size: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(plainHeader.byteLength), 0, plainHeader.byteLength, 0);
    return { header: buffer, size };
  } finally {
    await handle.close();
  }
}
