export type { KeptPayload, PayloadParser, PayloadSource } from './payload-source.ts';
export type { RowBatch, RowStore, WriteCounts } from './row-store.ts';
