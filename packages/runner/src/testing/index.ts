export type { ContractTools } from './contract-tools.ts';
export { leaseStoreContract } from './lease-store-contract.ts';
export { createMemoryLeaseStore } from './memory-lease-store.ts';
export { createMemoryRunStore, type MemoryRunStore } from './memory-run-store.ts';
export { runStoreContract } from './run-store-contract.ts';
