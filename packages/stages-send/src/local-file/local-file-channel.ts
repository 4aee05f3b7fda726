import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError, sha256 } from '@daybook/kernel';
import type { Arrival, FileChannel, FileParcel } from '../channel.ts';
import { checkFolders, findParentFolder, makeParentFolder } from './delivery-folder.ts';
import { hasErrorCode, toDeliveryError } from './file-error.ts';
import { type SafePath, toSafePath } from './safe-path.ts';
import { removeUnfinished, writeNewFile } from './write-new-file.ts';

export interface LocalFileSettings {
  /** Absolute path of the folder for deliveries; the application chooses it, a policy never. Made when it is missing. */
  readonly folder: string;
}

/**
 * Delivers into a local folder. A file appears complete or not at all, readable by its owner only. What is there is
 * never overwritten; finding the very same bytes there counts as delivered.
 */
export function createLocalFileChannel({ folder }: LocalFileSettings): FileChannel {
  return {
    name: 'file',
    checkRecipient(recipient) {
      toSafePath(recipient);
    },
    async deliver(parcel) {
      const path = toSafePath(parcel.recipient);
      try {
        await deliverFile(folder, path, parcel);
      } catch (cause) {
        throw toDeliveryError(cause, path);
      }
    },
    async findOut(parcel) {
      const path = toSafePath(parcel.recipient);
      try {
        const parent = await findParentFolder(folder, path);
        if (parent !== undefined) await removeUnfinished(parent, basename(path), parcel);
        return await compare(parent, path, parcel);
      } catch (cause) {
        throw toDeliveryError(cause, path);
      }
    },
  };
}

async function deliverFile(root: string, path: SafePath, parcel: FileParcel): Promise<void> {
  const parent = await makeParentFolder(root, path);
  try {
    await writeNewFile(parent, basename(path), parcel, () => checkFolders(root, path));
  } catch (cause) {
    if (!hasErrorCode(cause, 'EEXIST')) throw cause;
    if ((await compare(parent, path, parcel)) === 'arrived') return;
    throw new EngineError(
      'delivery.rejected',
      `"${path}" holds another file already, and Daybook never overwrites one. Move it away, deliver into another "folder", or put {version} or {date} into "name".`,
    );
  }
}

async function compare(parent: string | undefined, path: SafePath, parcel: FileParcel): Promise<Arrival> {
  if (parent === undefined) return 'missing';
  const found = await readOrdinaryFile(join(parent, basename(path)), parcel.bytes.byteLength);
  if (found === 'missing') return 'missing';
  return found !== 'other' && sha256(found) === parcel.sha256 ? 'arrived' : 'unclear';
}

/** The bytes of a file; `other` when it is a link, no ordinary file, or of another size. */
async function readOrdinaryFile(file: string, size: number): Promise<Uint8Array | 'missing' | 'other'> {
  try {
    // Without O_NONBLOCK, opening a named pipe waits for its writer for ever.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      return found.isFile() && found.size === size ? await handle.readFile() : 'other';
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT')) return 'missing';
    if (hasErrorCode(cause, 'ELOOP', 'EACCES', 'ENXIO')) return 'other';
    throw cause;
  }
}
