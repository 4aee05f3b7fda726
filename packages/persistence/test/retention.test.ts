import { createArtifactStore, createRetention, type Database } from '@daybook/persistence';
import { type Instant, toArtifactId, toInstant } from '@daybook/kernel';
import { afterAll, describe, expect, it } from '@jest/globals';
import { storePayload, storeReportVersion, storeRow } from './filled-database.ts';
import { at, eventOf } from './stored-policies.ts';
import { claimDelivery } from './stored-reports.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const rules = { days: 30, keepVersions: 2 };

afterAll(() => databases.dispose());

/** So many days after the payloads of these tests were fetched. */
function after(days: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21) + days * 86_400_000);
}

function event(days: number) {
  const { details: _, ...rest } = eventOf('database');
  return { ...rest, at: after(days), action: 'retention.applied' };
}

async function payloadsIn(database: Database): Promise<readonly unknown[]> {
  const rows = await database.read(({ all }) =>
    all('SELECT entity_key FROM payloads JOIN payload_origins ON payload_sha256 = sha256 ORDER BY 1'),
  );
  return rows.map((row) => row['entity_key']);
}

/** A finished run of that day with one step that fetched those payloads. */
async function storeFetch(
  database: Database,
  runId: string,
  { day, status = 'success', payloads }: { day: number; status?: string; payloads: readonly string[] },
): Promise<void> {
  const output = JSON.stringify({ payloads: payloads.map((sha256) => ({ sha256 })) });
  const finished = status === 'running' ? null : after(day);
  await database.write(async ({ run }) => {
    await run(
      `INSERT INTO pipeline_runs (run_id, policy_id, policy_version, cause, actor, scheduled_for, created_at, status, started_at, finished_at)
VALUES (?1, 'pol_1', 1, 'manual', 'person:cli', ?2, ?2, ?3, ?2, ?4)`,
      [runId, after(day), status, finished],
    );
    await run(
      `INSERT INTO pipeline_steps (run_id, step_id, position, type, step_version, status, attempt, started_at, finished_at, output)
VALUES (?1, 'fetch', 0, 'fetch', 1, 'success', 1, ?2, ?2, ?3)`,
      [runId, after(day), output],
    );
  });
}

describe('createRetention', () => {
  it('removes old payloads that nothing leads to, and shows them first', async () => {
    const database = await databases.open();
    await storePayload(database, 'lonely', 0);
    const { sha256 } = await storePayload(database, 'of a row', 0);
    await storeRow(database, 'NRTH', sha256);
    const retention = createRetention(database);

    expect(await retention.examine(rules, after(29))).toMatchObject({ payloads: { count: 0, bytes: 0 } });
    const found = await retention.examine(rules, after(31));
    expect(found.payloads.count).toBe(1);
    expect(found.payloads.bytes).toBeGreaterThan(0);
    expect(await payloadsIn(database)).toEqual(['lonely', 'of a row']);

    expect(await retention.apply(rules, event(31))).toEqual(found);
    expect(await payloadsIn(database)).toEqual(['of a row']);
    expect(await retention.examine(rules, after(31))).toMatchObject({ payloads: { count: 0 } });
    const audit = await database.read(({ all }) => all('SELECT action, details FROM audit_log'));
    expect(audit).toEqual([
      {
        action: 'retention.applied',
        details: expect.stringContaining('"days":30,"keep_versions":2,"payloads":{"count":1,'),
      },
    ]);
  });

  it('keeps what quarantine entries lead to', async () => {
    const database = await databases.open();
    const { sha256 } = await storePayload(database, 'broken', 0);
    await database.write(({ run }) =>
      run(
        `INSERT INTO quarantine (payload_sha256, provider, dataset, row_index, rule, raw, run_id, step_id, loaded_at)
VALUES (?, 'sample', 'instruments', 0, 'required', '{}', 'run_1', 'load', ?)`,
        [sha256, at(0)],
      ),
    );
    expect(await createRetention(database).examine(rules, after(31))).toMatchObject({
      payloads: { count: 0 },
    });
  });

  it('keeps what later tables lead to, whatever they are called', async () => {
    const database = await databases.open();
    const { sha256 } = await storePayload(database, 'cached', 0);
    await database.write(async ({ run }) => {
      await run('CREATE TABLE later (body TEXT REFERENCES payloads (sha256)) STRICT');
      await run('INSERT INTO later VALUES (?)', [sha256]);
    });
    expect(await createRetention(database).examine(rules, after(31))).toMatchObject({
      payloads: { count: 0 },
    });
  });

  it('keeps what kept report versions, recent runs and runs that need a person came from', async () => {
    const database = await databases.open();
    const hashes = [];
    for (const name of ['v1', 'v2', 'v3', 'recent', 'waiting', 'old']) {
      hashes.push((await storePayload(database, name, 0)).sha256);
    }
    const [v1 = '', v2 = '', v3 = '', recent = '', waiting = '', old = ''] = hashes;
    await storeFetch(database, 'run_1', { day: 0, payloads: [v1] });
    await storeFetch(database, 'run_2', { day: 0, payloads: [v2] });
    await storeFetch(database, 'run_3', { day: 0, payloads: [v3] });
    await storeFetch(database, 'run_4', { day: 20, payloads: [recent] });
    await storeFetch(database, 'run_5', { day: 0, status: 'needs_attention', payloads: [waiting] });
    await storeFetch(database, 'run_6', { day: 0, payloads: [old] });
    for (const number of [1, 2, 3]) await storeReportVersion(database, { number });

    await createRetention(database).apply(rules, event(40));
    expect(await payloadsIn(database)).toEqual(['recent', 'v2', 'v3', 'waiting']);
  });

  it('removes artifacts of old versions, but for deliveries that are not over', async () => {
    const database = await databases.open();
    for (let number = 1; number <= 5; number += 1) await storeReportVersion(database, { number });
    const artifactId = toArtifactId('art_2');
    await claimDelivery(database, 'pending', { artifactId });
    const { artifacts } = await createRetention(database).apply(rules, event(0));
    expect(artifacts.count).toBe(2);
    const store = createArtifactStore(database);
    const kept = [];
    for (let number = 1; number <= 5; number += 1) {
      if (await store.read(toArtifactId(`art_${number}`))) kept.push(number);
    }
    expect(kept).toEqual([2, 4, 5]);
    const versions = await database.read(({ all }) => all('SELECT count(*) AS n FROM report_versions'));
    expect(versions).toEqual([{ n: 5 }]);
  });

  it('removes nothing while a run is under way', async () => {
    const database = await databases.open();
    await storePayload(database, 'lonely', 0);
    await storeFetch(database, 'run_1', { day: 0, status: 'running', payloads: [] });
    await expect(createRetention(database).apply(rules, event(31))).rejects.toMatchObject({
      code: 'store.busy',
      message: expect.stringContaining('run_1'),
    });
    expect(await payloadsIn(database)).toEqual(['lonely']);
  });
});
