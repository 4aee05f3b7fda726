import {
  auditLogContract,
  policyStoreContract,
  quotaStoreContract,
  tokenStoreContract,
} from '@daybook/guardrails/testing';
import {
  type CanonicalRow,
  type StoredDatasetName,
  sha256,
  toInstant,
  toRunId,
  toSha256,
} from '@daybook/kernel';
import {
  createApprovalStore,
  createArtifactStore,
  createAuditLog,
  createDeliveryStore,
  createLeaseStore,
  createPayloadStore,
  createPolicyStore,
  createQuotaStore,
  createReportDatabase,
  createSandbox,
  createReportStore,
  createRowStore,
  createRunStore,
  createScheduleStore,
  createTokenStore,
  type Database,
  type OpenReportDatabase,
} from '@daybook/persistence';
import { leaseStoreContract, runStoreContract } from '@daybook/runner/testing';
import type { Schedule, Timing } from '@daybook/scheduler';
import { scheduleStoreContract } from '@daybook/scheduler/testing';
import { type PayloadStoreFixture, payloadStoreContract } from '@daybook/stages-fetch/testing';
import { artifactStoreContract } from '@daybook/stages-render/testing';
import { reportDatabaseContract, reportStoreContract, type StoredBar } from '@daybook/stages-report/testing';
import { deliveryStoreContract } from '@daybook/stages-send/testing';
import { payloadSourceContract, rowStoreContract } from '@daybook/stages-transform/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { rowStoreFixture } from './stored-rows.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const tools = { describe, it, expect };

const sandbox = createSandbox();
const opened: OpenReportDatabase[] = [];

afterAll(async () => {
  for (const reports of opened) await reports.close();
  await sandbox.close();
  await databases.dispose();
});

describe('createRunStore', () => {
  runStoreContract(tools, async () => createRunStore(await databases.open()));
});

describe('createLeaseStore', () => {
  leaseStoreContract(tools, async () => createLeaseStore(await databases.open()));
});

describe('createPayloadStore', () => {
  payloadStoreContract(tools, async (): Promise<PayloadStoreFixture> => {
    const database = await databases.open();
    return {
      ...createPayloadStore(database),
      async origins() {
        const rows = await database.read(({ all }) =>
          all('SELECT * FROM payload_origins ORDER BY payload_sha256, provider, dataset, entity_key'),
        );
        return rows.map((row) => ({
          sha256: toSha256(String(row.payload_sha256)),
          provider: String(row.provider),
          dataset: String(row.dataset) as StoredDatasetName,
          entityKey: String(row.entity_key),
          source: String(row.source),
          fetchedAt: toInstant(Date.parse(String(row.fetched_at))),
        }));
      },
    };
  });

  payloadSourceContract(tools, async (kept) => {
    const store = createPayloadStore(await databases.open());
    const origin = { provider: 'file', dataset: 'ohlcv', source: 'test', fetchedAt: toInstant(0) } as const;
    for (const [index, payload] of kept.entries()) {
      await store.put({ ...payload, ...origin, entityKey: `${index}` });
    }
    return store;
  });
});

describe('createRowStore', () => {
  rowStoreContract(tools, async () => rowStoreFixture(await databases.open()));
});

describe('createReportDatabase', () => {
  // The suite only reads, and always the same bars: one database serves all of it.
  let shared: Promise<OpenReportDatabase> | undefined;
  reportDatabaseContract(tools, (bars) => (shared ??= openWith(bars)));

  async function openWith(bars: readonly StoredBar[]): Promise<OpenReportDatabase> {
    const database = await databases.open();
    const rows = createRowStore(database);
    for (const bar of bars) {
      await rows.write({
        dataset: 'ohlcv',
        provider: bar.provider,
        write: 'merge',
        rows: [toRow(bar)],
        quarantined: [],
        runId: toRunId('run_1'),
        stepId: 'load',
        loadedAt: toInstant(0),
      });
    }
    const reports = createReportDatabase({ database, sandbox });
    opened.push(reports);
    return reports;
  }
});

describe('createReportStore', () => {
  reportStoreContract(tools, async () => createReportStore(await databases.open()));
});

describe('createArtifactStore', () => {
  artifactStoreContract(tools, async () => createArtifactStore(await databases.open()));
});

describe('createDeliveryStore', () => {
  deliveryStoreContract(tools, async () => createDeliveryStore(await databases.open()));
});

describe('createPolicyStore and createApprovalStore', () => {
  policyStoreContract(tools, async () => {
    const database = await databases.open();
    return {
      policies: createPolicyStore(database),
      approvals: createApprovalStore(database),
      audit: createAuditLog(database),
    };
  });
});

describe('createAuditLog', () => {
  auditLogContract(tools, async () => createAuditLog(await databases.open()));
});

describe('createQuotaStore', () => {
  quotaStoreContract(tools, async () => createQuotaStore(await databases.open()));
});

describe('createTokenStore', () => {
  tokenStoreContract(tools, async () => createTokenStore(await databases.open()));
});

describe('createScheduleStore', () => {
  scheduleStoreContract(tools, async (schedules) => {
    const database = await databases.open();
    for (const schedule of schedules) await insertSchedule(database, schedule);
    return createScheduleStore(database);
  });
});

/** A timing as a trigger writes it. */
function triggerOf(timing: Timing) {
  if ('afterClose' in timing) {
    const { afterClose, timezone } = timing;
    return { timezone, calendar: { mic: afterClose.calendar, after_close: afterClose.delay } };
  }
  const { cron, timezone, dayMatch, market } = timing;
  const calendar = market && { mic: market.calendar, closed: market.closed };
  return { cron, timezone, day_match: dayMatch, calendar };
}

/** A schedule without the history of its policy. */
async function insertSchedule(database: Database, schedule: Schedule): Promise<void> {
  const { policyId, policyName, accountedUntil } = schedule;
  await database.write(async ({ queries }) => {
    await queries
      .insertInto('policies')
      .values({
        policy_id: policyId,
        name: policyName,
        created_at: accountedUntil,
        enabled: 1,
        paused_at: null,
        paused_by: null,
      })
      .execute();
    await queries
      .insertInto('schedules')
      .values({
        policy_id: policyId,
        version: schedule.version,
        timing: JSON.stringify(triggerOf(schedule.timing)),
        misfire_grace_time: schedule.misfireGraceTime,
        coalesce: schedule.coalesce ? 1 : 0,
        enabled: 1,
        standing: schedule.standing,
        accounted_until: accountedUntil,
      })
      .execute();
  });
}

function toRow({ symbol, date, close }: StoredBar): CanonicalRow {
  const absent = { adj_close: null, volume: null, currency: null, provisional: null };
  return {
    values: { symbol, date, open: close, high: close, low: close, close, ...absent },
    payloadSha256: sha256('payload'),
  };
}
