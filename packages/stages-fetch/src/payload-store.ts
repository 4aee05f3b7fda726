import type { DatasetName, Instant, Sha256 } from '@daybook/kernel';

/** Bytes that a provider handed out, with where they came from. */
export interface FetchedPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly provider: string;
  readonly dataset: DatasetName;
  readonly entityKey: string;
  /** What was asked, for people: a URL without keys, or a file name. */
  readonly source: string;
  readonly fetchedAt: Instant;
}

/** Where payloads are kept, each once, by its hash. */
export interface PayloadStore {
  /**
   * Keeps the bytes, compressed, unless bytes with the same hash are kept already; records the provenance of each
   * (bytes, provider, dataset, entity) once, that of its first fetch.
   */
  put(payload: FetchedPayload): Promise<{ readonly sha256: Sha256; readonly alreadyKept: boolean }>;
}
