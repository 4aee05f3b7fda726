import type { ReportId } from '@daybook/kernel';
import type { ReportStore, StoredReport } from '../report-store.ts';

/** Keeps report versions in memory, by the rules that every report store has. */
export function createMemoryReportStore(): ReportStore {
  const versions = new Map<ReportId, StoredReport[]>();
  return {
    async save(candidate) {
      const stored = versions.get(candidate.reportId) ?? [];
      const newest = stored.at(-1);
      if (newest?.contentSha256 === candidate.contentSha256) {
        return { version: newest.version, changed: false };
      }
      const version = stored.length + 1;
      versions.set(candidate.reportId, [...stored, structuredClone({ ...candidate, version })]);
      return { version, changed: true };
    },
    async load(reportId, version) {
      return structuredClone(versions.get(reportId)?.[version - 1]);
    },
  };
}
