export type { ContractTools } from './contract-tools.ts';
export { createMemoryReportStore } from './memory-report-store.ts';
export { reportDatabaseContract, type StoredBar } from './report-database-contract.ts';
export { reportStoreContract } from './report-store-contract.ts';
