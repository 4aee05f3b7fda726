export type { ContractTools } from './contract-tools.ts';
export { createMemoryPayloadSource } from './memory-payload-source.ts';
export { createMemoryRowStore, type MemoryRowStore, type StoredRow } from './memory-row-store.ts';
export { payloadSourceContract } from './payload-source-contract.ts';
export { rowStoreContract, type RowStoreFixture } from './row-store-contract.ts';
