export type { RawResult, ReportDatabase, ReportQuery } from './report-database.ts';
export type { ReportCandidate, ReportStore, StoredReport } from './report-store.ts';
