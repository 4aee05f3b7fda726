import type { DatasetName, FieldMapping, RawRow, Sha256 } from '@daybook/kernel';

/** Bytes kept by an earlier fetch. */
export interface KeptPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Reads what fetch kept. */
export interface PayloadSource {
  /** The bytes of that hash; `undefined` when they are not kept. */
  read(sha256: Sha256): Promise<KeptPayload | undefined>;
}

/** Reads a provider's bytes as records, with the provider's own mapping to canonical columns. */
export interface PayloadParser {
  /**
   * @throws {EngineError} `transform.payload-invalid` when the bytes are not what the provider documents.
   */
  parse(request: {
    readonly provider: string;
    readonly dataset: DatasetName;
    readonly entityKey: string;
    readonly payload: KeptPayload;
  }): readonly RawRow[];
  /** How the provider's fields become canonical columns, before a policy's own overrides. */
  mapping(provider: string, dataset: DatasetName): FieldMapping;
}
