import type { DatasetName, EngineError, FieldMapping, Instant, RawRow } from '@daybook/kernel';

/**
 * What a provider's dataset can honour. It is data, not behaviour: the step refuses a parameter that the dataset cannot
 * honour, and what is shown to people and agents is derived from the same values.
 */
export interface DatasetCapabilities {
  readonly dataset: DatasetName;
  /** The member of `criteria` that names entities; `none` when the dataset is only to be had as a whole. */
  readonly criteria: 'symbols' | 'files' | 'none';
  /** What criteria without any entity mean: everything that the provider has, or a mistake. */
  readonly withoutEntities: 'all' | 'refused';
  /** Whether `criteria.range` narrows the answer to whole days, or cannot be honoured. */
  readonly range: 'days' | 'none';
}

/** What the step asks of a dataset; everything relative is resolved already. */
export interface LoadRequest {
  /** Each once; empty asks for everything, and only where {@link DatasetCapabilities.withoutEntities} is `all`. */
  readonly entities: readonly string[];
  /** The instant that the run is for; nothing later may be answered. */
  readonly asOf: Instant;
  /** First day, inclusive, `YYYY-MM-DD`. Absent: from the provider's first day. */
  readonly from?: string;
  /** Last day, inclusive, `YYYY-MM-DD`. Absent: up to `asOf`. */
  readonly until?: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Bytes as a provider handed them out. */
export interface LoadedPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** What was asked, for people: a URL without keys, or a file name. */
  readonly source: string;
}

/** What a provider answered for one entity. An entity may have several payloads. */
export type LoadedEntity =
  | { readonly kind: 'payload'; readonly entityKey: string; readonly payload: LoadedPayload }
  /** The provider answered, and has no rows for the entity and range; `reason` is told to the reader. */
  | { readonly kind: 'nothing'; readonly entityKey: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly entityKey: string; readonly error: EngineError };

/** Kept bytes, on their way to becoming records. */
export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly entityKey: string;
}

/** One dataset as one provider offers it. */
export interface ProviderDataset extends DatasetCapabilities {
  /**
   * Loads every entity asked for, each on its own: one that fails is answered as `failed` and does not hold up the
   * others.
   * @throws {EngineError} only for what concerns all entities alike, such as `provider.unconfigured`.
   */
  load(request: LoadRequest): Promise<readonly LoadedEntity[]>;
  /**
   * Reads a payload as records under the provider's own field names; pure, so that a kept payload gives the same rows
   * again at any time.
   * @throws {EngineError} `transform.payload-invalid` when the bytes are not what the provider documents.
   */
  parse(payload: ParseRequest): readonly RawRow[];
  /** How the provider's fields become canonical columns. */
  readonly mapping: FieldMapping;
}

/** A source of data: a vendor, a folder of files, an invention. */
export interface Provider {
  /** As policies spell it: `^[a-z][a-z0-9]*$`. */
  readonly id: string;
  /** One sentence for people and agents. */
  readonly summary: string;
  readonly datasets: readonly ProviderDataset[];
}
