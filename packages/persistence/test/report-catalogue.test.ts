import { type ReportId, sha256, toPolicyId, toReportId, toRunId } from '@daybook/kernel';
import { createReportCatalogue } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at, savePolicy } from './stored-policies.ts';
import { storeArtifact, storeReport } from './stored-reports.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('createReportCatalogue', () => {
  it('shows a report by its newest version', async () => {
    const database = await databases.open();
    const policyId = await savePolicy(database, 'Straße 東京');
    await storeReport(database, 'brief', { policyId, title: 'Old', second: 1 });
    const reportId = await storeReport(database, 'brief', { policyId, title: 'New', second: 2 });
    const catalogue = createReportCatalogue(database);
    const [newest, oldest] = [newestOf('New', 2), { ...newestOf('Old', 1), version: 1 }];
    expect(await catalogue.list({ limit: 10 })).toEqual([
      { reportId, policyId, policyName: 'Straße 東京', report: 'brief', newest, versions: 2 },
    ]);
    expect(await catalogue.versions(reportId)).toEqual([newest, oldest]);
  });

  it('gives pages, newest first, without losing reports of one instant', async () => {
    const database = await databases.open();
    for (const [report, second] of [
      ['b', 1],
      ['a', 1],
      ['d', 2],
      ['c', 1],
      ['a', 3],
    ] as const) {
      await storeReport(database, report, { second });
    }
    const catalogue = createReportCatalogue(database);
    const names: string[] = [];
    let before: { asOf: ReturnType<typeof at>; reportId: ReportId } | undefined;
    for (;;) {
      const page = await catalogue.list({ limit: 2, ...(before === undefined ? {} : { before }) });
      names.push(...page.map(({ report }) => report));
      const last = page.at(-1);
      if (last === undefined) break;
      before = { asOf: last.newest.asOf, reportId: last.reportId };
    }
    expect(names.slice(0, 2)).toEqual(['a', 'd']);
    expect(names.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('filters by policy', async () => {
    const database = await databases.open();
    await storeReport(database, 'a', { policyId: toPolicyId('pol_1') });
    await storeReport(database, 'b', { policyId: toPolicyId('pol_2') });
    const reports = await createReportCatalogue(database).list({ policyId: toPolicyId('pol_2'), limit: 10 });
    expect(reports.map(({ report, policyName }) => [report, policyName])).toEqual([['b', 'pol_2']]);
  });

  it('lists the files of a version with their length', async () => {
    const database = await databases.open();
    const reportId = await storeReport(database, 'brief');
    await storeArtifact(database, reportId, { name: 'brief.pdf', bytes: Buffer.alloc(100_000) });
    await storeArtifact(database, reportId, { name: 'brief.html', bytes: Buffer.from('Straße') });
    const catalogue = createReportCatalogue(database);
    expect(await catalogue.artifactsOf(reportId, 1)).toEqual([
      { artifactId: 'art_brief.html', format: 'html', name: 'brief.html', bytes: 7 },
      { artifactId: 'art_brief.pdf', format: 'pdf', name: 'brief.pdf', bytes: 100_000 },
    ]);
    expect(await catalogue.artifactsOf(reportId, 2)).toEqual([]);
  });

  it('knows nothing of a report that was never stored', async () => {
    const catalogue = createReportCatalogue(await databases.open());
    expect(await catalogue.list({ limit: 10 })).toEqual([]);
    expect(await catalogue.versions(toReportId('rep_none'))).toEqual([]);
  });

  it('reads no snapshot and no file', async () => {
    const database = await databases.open();
    const plans = await database.read(({ all }) =>
      Promise.all(
        [
          `SELECT version, title, as_of, empty, run_id, snapshot_sha256 FROM report_versions
            WHERE report_id = 'a' ORDER BY version DESC`,
          `SELECT artifact_id, format, name, bytes FROM artifacts WHERE report_id = 'a' AND version = 1
            ORDER BY format, name, artifact_id`,
        ].map((sql) => all(`EXPLAIN QUERY PLAN ${sql}`)),
      ),
    );
    expect(plans.flat().map(({ detail }) => detail)).toEqual([
      expect.stringContaining('COVERING INDEX report_versions_listed'),
      expect.stringContaining('COVERING INDEX artifacts_listed'),
    ]);
  });
});

function newestOf(title: string, second: number) {
  return {
    version: 2,
    title,
    asOf: at(second),
    empty: false,
    runId: toRunId('run_1'),
    snapshotSha256: sha256('snapshot'),
  };
}
