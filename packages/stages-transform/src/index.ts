export { type AssertPorts, assertStepShape, createAssertStep } from './assert-step.ts';
export type { CheckDatabase, CheckQuery, CheckRows } from './check-database.ts';
export type { KeptPayload, PayloadParser, PayloadSource } from './payload-source.ts';
export type { RowBatch, RowStore, WriteCounts } from './row-store.ts';
export {
  createTransformStep,
  type TransformPorts,
  transformOutput,
  transformParams,
  transformStepShape,
} from './transform-step.ts';
