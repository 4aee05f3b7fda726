export type { ContractTools } from './contract-tools.ts';
export { createMemoryScheduleStore, type MemoryScheduleStore } from './memory-schedule-store.ts';
export { scheduleStoreContract } from './schedule-store-contract.ts';
