export type { ContractTools } from './contract-tools.ts';
export { createMemoryRunStore, type MemoryRunStore } from './memory-run-store.ts';
export { runStoreContract } from './run-store-contract.ts';
