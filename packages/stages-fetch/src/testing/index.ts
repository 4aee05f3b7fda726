export type { ContractTools } from './contract-tools.ts';
export { createFixedSymbolDatabase, type FixedSymbolDatabase } from './fixed-symbol-database.ts';
export {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
  type PayloadOrigin,
} from './memory-payload-store.ts';
export { payloadStoreContract, type PayloadStoreFixture } from './payload-store-contract.ts';
