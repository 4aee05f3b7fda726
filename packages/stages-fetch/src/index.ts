export {
  type Criteria,
  criteria,
  type DateRange,
  type FetchParams,
  fetchParams,
  type ListedCriteria,
} from './criteria.ts';
export { createFetchStep, type FetchPorts, fetchStepShape, MAX_PAYLOAD_BYTES } from './fetch-step.ts';
export { createPayloadParser, type RegisteredPayloadParser } from './payload-parser.ts';
export type { FetchedPayload, PayloadStore } from './payload-store.ts';
export type {
  DatasetCapabilities,
  LoadedEntity,
  LoadedPayload,
  LoadRequest,
  ParseRequest,
  Provider,
  ProviderDataset,
} from './provider.ts';
export { findOffer, type ProviderOffer, providerNames, providerOffers } from './provider-offers.ts';
export { createProviderRegistry, type ProviderRegistry, type ProviderSummary } from './provider-registry.ts';
export { dayBefore, dayOf } from './relative-date.ts';
export { resolveCriteria, type ResolvedCriteria } from './resolve-criteria.ts';
export type { SymbolDatabase, SymbolQuery, SymbolRows } from './symbol-database.ts';
