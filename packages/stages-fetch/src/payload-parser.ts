import { type DatasetName, EngineError, type FieldMapping, type RawRow } from '@daybook/kernel';
import type { ProviderRegistry } from './provider-registry.ts';

/** Turns kept payloads back into records; it has the shape of the port that transform declares. */
export interface RegisteredPayloadParser {
  /** @throws {EngineError} `transform.payload-invalid` when the provider cannot read its own bytes. */
  parse(request: {
    readonly provider: string;
    readonly dataset: DatasetName;
    readonly entityKey: string;
    readonly payload: { readonly bytes: Uint8Array; readonly contentType: string };
  }): readonly RawRow[];
  mapping(provider: string, dataset: DatasetName): FieldMapping;
}

/** A parser that asks the provider that a payload came from. */
export function createPayloadParser(providers: ProviderRegistry): RegisteredPayloadParser {
  return {
    parse({ provider, dataset, entityKey, payload }) {
      const offered = providers.dataset(provider, dataset);
      try {
        return offered.parse({ bytes: payload.bytes, contentType: payload.contentType, entityKey });
      } catch (cause) {
        if (EngineError.isInstance(cause)) throw cause;
        throw new EngineError(
          'transform.payload-invalid',
          `The payload of "${entityKey}" is not what the provider "${provider}" documents for ${dataset}.`,
          { cause },
        );
      }
    },
    mapping: (provider, dataset) => providers.dataset(provider, dataset).mapping,
  };
}
