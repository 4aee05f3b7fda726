import type { ReportId, ReportModel } from '@daybook/kernel';

/** Reads report versions in the form that renderers draw. */
export interface ReportSource {
  /** The model of a stored version; `undefined` when there is none. */
  load(reportId: ReportId, version: number): Promise<ReportModel | undefined>;
}
