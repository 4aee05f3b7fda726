export { artifactStoreContract } from './artifact-store-contract.ts';
export type { ContractTools } from './contract-tools.ts';
export { createMemoryArtifactStore } from './memory-artifact-store.ts';
