import { type Sha256, sha256 } from '@daybook/kernel';
import type { FetchedPayload, PayloadStore } from '../payload-store.ts';

/** Where a kept payload came from. */
export type PayloadOrigin = Omit<FetchedPayload, 'bytes' | 'contentType'> & { readonly sha256: Sha256 };

/** A payload store that forgets everything with the process, and what was put into it. */
export interface MemoryPayloadStore extends PayloadStore {
  /** The bytes of that hash, with the content type that they first came with. */
  read(hash: Sha256): Promise<Pick<FetchedPayload, 'bytes' | 'contentType'> | undefined>;
  /** Each provenance once, in the order of the first fetches. */
  origins(): Promise<readonly PayloadOrigin[]>;
}

/** Keeps payloads in memory, by the rules that every payload store has. */
export function createMemoryPayloadStore(): MemoryPayloadStore {
  const payloads = new Map<Sha256, Pick<FetchedPayload, 'bytes' | 'contentType'>>();
  const origins = new Map<string, PayloadOrigin>();
  return {
    async put({ bytes, contentType, ...origin }) {
      const hash = sha256(bytes);
      const alreadyKept = payloads.has(hash);
      if (!alreadyKept) payloads.set(hash, { bytes: bytes.slice(), contentType });
      const key = JSON.stringify([hash, origin.provider, origin.dataset, origin.entityKey]);
      if (!origins.has(key)) origins.set(key, { ...origin, sha256: hash });
      return { sha256: hash, alreadyKept };
    },
    read: (hash) => Promise.resolve(payloads.get(hash)),
    origins: () => Promise.resolve([...origins.values()]),
  };
}
