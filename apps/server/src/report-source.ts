import type { ReportModel } from '@daybook/kernel';
import type { ReportSource } from '@daybook/stages-render';
import type { ReportStore, StoredReport } from '@daybook/stages-report';

/** Lets renderers read stored report versions as models. */
export function createReportSource(
  reports: ReportStore,
  buildModel: (stored: StoredReport) => ReportModel,
): ReportSource {
  return {
    async load(reportId, version) {
      const stored = await reports.load(reportId, version);
      return stored === undefined ? undefined : buildModel(stored);
    },
  };
}
