import { sha256, toInstant, toPolicyId, toReportId, toRunId } from '@daybook/kernel';
import type { ReportCandidate, ReportStore } from '../report-store.ts';
import type { ContractTools } from './contract-tools.ts';

/** What every report store must do. `create` gives an empty one. */
export function reportStoreContract(
  { describe, it, expect }: ContractTools,
  create: () => Promise<ReportStore>,
): void {
  describe('versions', () => {
    it('gives back a version as it was saved', async () => {
      const store = await create();
      expect(await store.save(candidate('first'))).toEqual({ version: 1, changed: true });
      expect(await store.load(reportId, 1)).toEqual({ ...candidate('first'), version: 1 });
    });

    it('adds no version while the content stays the same', async () => {
      const store = await create();
      await store.save(candidate('first'));
      const again = { ...candidate('first'), runId: toRunId('run_2'), asOf: toInstant(1) };
      expect(await store.save(again)).toEqual({ version: 1, changed: false });
      expect((await store.load(reportId, 1))?.runId).toBe('run_1');
      expect(await store.load(reportId, 2)).toBeUndefined();
    });

    it('adds a version for every change, also back to an older state', async () => {
      const store = await create();
      for (const content of ['first', 'second', 'first']) await store.save(candidate(content));
      expect((await store.load(reportId, 2))?.contentSha256).toBe(sha256('second'));
      expect((await store.load(reportId, 3))?.contentSha256).toBe(sha256('first'));
    });

    it('counts the versions of each report for itself', async () => {
      const store = await create();
      await store.save(candidate('first'));
      const other = { ...candidate('first'), reportId: toReportId('rep_2'), report: 'other', empty: true };
      expect(await store.save(other)).toEqual({ version: 1, changed: true });
      expect(await store.load(other.reportId, 1)).toEqual({ ...other, version: 1 });
    });

    it('knows no other report or version', async () => {
      const store = await create();
      await store.save(candidate('first'));
      expect(await store.load(reportId, 2)).toBeUndefined();
      expect(await store.load(reportId, 0)).toBeUndefined();
      expect(await store.load(toReportId('rep_none'), 1)).toBeUndefined();
    });

    it('makes one version of equal states saved side by side', async () => {
      const store = await create();
      const saved = await Promise.all([store.save(candidate('first')), store.save(candidate('first'))]);
      expect(saved.map(({ version }) => version)).toEqual([1, 1]);
      expect(saved.filter(({ changed }) => changed)).toHaveLength(1);
    });
  });
}

const reportId = toReportId('rep_1');

function candidate(content: string): ReportCandidate {
  return {
    reportId,
    policyId: toPolicyId('pol_1'),
    report: 'weekly-brief',
    title: 'Wöchentlich 東京 🙂',
    spec: { sections: [{ type: 'metric_card', title: content }], nothing: null },
    snapshot: {
      queries: {
        week: {
          columns: [
            { name: 'date', kind: 'date' },
            { name: 'close', kind: 'decimal' },
            { name: 'rank', kind: 'decimal', approximate: true },
          ],
          rows: [
            ['2021-01-04', '1010.1', 1],
            ['2021-01-05', null, -0.5],
          ],
        },
        none: { columns: [{ name: 'symbol', kind: 'text' }], rows: [] },
      },
      newestDate: '2021-01-05',
    },
    snapshotSha256: sha256(`snapshot ${content}`),
    contentSha256: sha256(content),
    empty: false,
    runId: toRunId('run_1'),
    asOf: toInstant(0),
  };
}
