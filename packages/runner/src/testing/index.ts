export { createMemoryRunStore, type MemoryRunStore } from './memory-run-store.ts';
