export { createArtifactStore } from './artifact-store.ts';
export type { Database } from './database.ts';
export { createDeliveryStore } from './delivery-store.ts';
export { openDatabase } from './open-database.ts';
export { createPayloadStore } from './payload-store.ts';
export {
  createPolicyStore,
  type PolicyDocument,
  type PolicyStore,
  type SavedPolicyVersion,
} from './policy-store.ts';
export { createReportDatabase } from './report-database.ts';
export { createReportStore } from './report-store.ts';
export { createRowStore } from './row-store.ts';
export { createRunStore } from './run-store.ts';
