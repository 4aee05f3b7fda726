export { buildReportModel, type ReportState, skipsDelivery } from './build-report-model.ts';
export { createQueryStep, type QueryStepPorts, queryStepShape } from './query-step.ts';
export type { RawResult, ReportDatabase, ReportQuery, ResultLimits } from './report-database.ts';
export { createReportStep, reportStepShape, type ReportStepPorts } from './report-step.ts';
export type { ReportCandidate, ReportStore, StoredReport } from './report-store.ts';
