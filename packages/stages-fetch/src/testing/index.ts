export type { ContractTools } from './contract-tools.ts';
export {
  createMemoryPayloadStore,
  type MemoryPayloadStore,
  type PayloadOrigin,
} from './memory-payload-store.ts';
export { payloadStoreContract, type PayloadStoreFixture } from './payload-store-contract.ts';
