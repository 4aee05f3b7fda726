import { EngineError, type PolicyId } from '@daybook/kernel';
import type { Schedule, ScheduleStore, Slot, SlotKey } from '@daybook/scheduler';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { SchedulesTable, SlotsTable } from './internal-tables.ts';
import { fromTimingText } from './stored-timing.ts';
import type { WriteTransaction } from './transaction.ts';

const insertSlots = `
INSERT INTO slots (policy_id, scheduled_for, version, status, reason, run_id, recorded_at)
SELECT ?1, value ->> 'scheduled_for', value ->> 'version', value ->> 'status', value ->> 'reason', value ->> 'run_id',
  value ->> 'recorded_at'
FROM json_each(?2)
WHERE true
ON CONFLICT DO NOTHING
RETURNING scheduled_for`;

/** Schedules, which the policy store keeps in step with the policies, and their slots; a slot is never removed. */
export function createScheduleStore(database: Database): ScheduleStore {
  return {
    async schedules() {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('schedules')
          .innerJoin('policies', 'policies.policy_id', 'schedules.policy_id')
          .selectAll('schedules')
          .select('policies.name')
          .where('schedules.enabled', '=', 1)
          .orderBy('schedules.policy_id')
          .execute(),
      );
      return rows.map(toSchedule);
    },
    account: (policyId, slots, until) =>
      database.write((transaction) => account(transaction, { policyId, slots }, until)),
    async settle(key, state, at) {
      await database.write(({ queries }) =>
        queries
          .updateTable('slots')
          .set({ ...toStateColumns(state), recorded_at: at })
          .where('policy_id', '=', key.policyId)
          .where('scheduled_for', '=', key.scheduledFor)
          .where('status', '=', 'claimed')
          .execute(),
      );
    },
    async claimed() {
      const rows = await database.read(({ queries }) =>
        queries
          .selectFrom('slots')
          .selectAll()
          // Spelled out, so that SQLite sees that the partial index answers it.
          .where(sql<boolean>`status = 'claimed'`)
          .orderBy('scheduled_for')
          .execute(),
      );
      return rows.map(toSlot);
    },
    list: (page) => listSlots(database, page),
  };
}

async function account(
  { queries, all }: WriteTransaction,
  { policyId, slots }: { readonly policyId: PolicyId; readonly slots: readonly Slot[] },
  until: Schedule['accountedUntil'],
): Promise<readonly SlotKey[]> {
  const rows = slots.map(({ scheduledFor, version, state, recordedAt }) => ({
    scheduled_for: scheduledFor,
    version,
    ...toStateColumns(state),
    recorded_at: recordedAt,
  }));
  const recorded = await all(insertSlots, [policyId, JSON.stringify(rows)]);
  await queries
    .updateTable('schedules')
    .set({ accounted_until: until })
    .where('policy_id', '=', policyId)
    .where('accounted_until', '<', until)
    .execute();
  const times = new Set(recorded.map(({ scheduled_for }) => scheduled_for));
  return slots
    .filter(({ scheduledFor }) => times.has(scheduledFor))
    .map(({ scheduledFor }) => ({ policyId, scheduledFor }));
}

async function listSlots(
  database: Database,
  { policyId, since, before, limit }: Parameters<ScheduleStore['list']>[0],
): Promise<readonly Slot[]> {
  return database.read(async ({ queries }) => {
    let query = queries.selectFrom('slots').selectAll();
    if (policyId !== undefined) query = query.where('policy_id', '=', policyId);
    if (since !== undefined) query = query.where('scheduled_for', '>=', since);
    if (before !== undefined) query = query.where('scheduled_for', '<', before);
    const rows = await query
      .orderBy('scheduled_for', 'desc')
      .orderBy('policy_id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toSlot);
  });
}

function toSchedule(row: SchedulesTable & { readonly name: string }): Schedule {
  return {
    policyId: row.policy_id,
    policyName: row.name,
    version: row.version,
    timing: fromTimingText(row.timing),
    misfireGraceTime: row.misfire_grace_time,
    coalesce: row.coalesce === 1,
    standing: row.standing,
    accountedUntil: row.accounted_until,
  };
}

function toStateColumns(state: Slot['state']): Pick<SlotsTable, 'status' | 'reason' | 'run_id'> {
  if (state.status === 'skipped') return { status: state.status, reason: state.reason, run_id: null };
  return { status: state.status, reason: null, run_id: state.runId };
}

function toSlot(row: SlotsTable): Slot {
  return {
    policyId: row.policy_id,
    scheduledFor: row.scheduled_for,
    version: row.version,
    state: toState(row),
    recordedAt: row.recorded_at,
  };
}

function toState({ status, reason, run_id: runId }: SlotsTable): Slot['state'] {
  if (status === 'skipped') {
    if (reason !== null) return { status, reason };
  } else if (runId !== null) {
    return { status, runId };
  }
  // The schema's CHECKs allow no such row, so somebody else wrote it.
  throw new EngineError(
    'store.damaged',
    'A slot does not say what became of it; restore the database from a backup.',
  );
}
