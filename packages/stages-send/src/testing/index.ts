export type { ContractTools } from './contract-tools.ts';
export { deliveryStoreContract } from './delivery-store-contract.ts';
export { createMemoryDeliveryStore } from './memory-delivery-store.ts';
