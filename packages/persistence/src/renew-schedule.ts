import type { Instant, PolicyId } from '@daybook/kernel';
import type { Schedule } from '@daybook/scheduler';
import { z } from 'zod';
import { fromStoredJson } from './stored-json.ts';
import { toTimingText } from './stored-timing.ts';
import type { WriteTransaction } from './transaction.ts';

/** The parts of a trigger that make a schedule; the document was validated before it was stored. */
const triggered = z.object({
  trigger: z.looseObject({
    misfire_grace_time: z.int().nullable().default(null),
    coalesce: z.boolean().default(true),
  }),
});

const upsert = `
INSERT INTO schedules (policy_id, version, timing, misfire_grace_time, coalesce, enabled, standing, accounted_until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (policy_id) DO UPDATE
SET version = excluded.version, timing = excluded.timing, misfire_grace_time = excluded.misfire_grace_time,
  coalesce = excluded.coalesce, enabled = excluded.enabled, standing = excluded.standing,
  accounted_until = iif(
    (timing, enabled, standing) IS (excluded.timing, excluded.enabled, excluded.standing),
    accounted_until, excluded.accounted_until
  )`;

/**
 * Brings the schedule of a policy in step with the policy, as part of the change to it: the trigger of the approved
 * version, else of the newest. A change of when it fires counts from `at` on, so that nothing fires because of it.
 */
export async function renewSchedule(
  transaction: WriteTransaction,
  policyId: PolicyId,
  at: Instant,
): Promise<void> {
  const policy = await scheduledVersion(transaction, policyId);
  const found = triggered.safeParse(policy && fromStoredJson(policy.document));
  const timing = found.success ? toTimingText(found.data.trigger) : undefined;
  if (policy === undefined || !found.success || timing === undefined) {
    await transaction.queries.deleteFrom('schedules').where('policy_id', '=', policyId).execute();
    return;
  }
  const { misfire_grace_time, coalesce } = found.data.trigger;
  await transaction.run(upsert, [
    policyId,
    policy.version,
    timing,
    misfire_grace_time,
    coalesce,
    policy.enabled,
    standingOf(policy),
    at,
  ]);
}

function scheduledVersion({ queries }: WriteTransaction, policyId: PolicyId) {
  return queries
    .selectFrom('policies')
    .innerJoin('policy_version_verdicts as saved', 'saved.policy_id', 'policies.policy_id')
    .select(['policies.enabled', 'policies.paused_at', 'saved.version', 'saved.document', 'saved.verdict'])
    .where('policies.policy_id', '=', policyId)
    .where(({ eb, or }) => or([eb('saved.verdict', '=', 'approved'), eb('saved.newest', '=', 1)]))
    .orderBy(({ eb }) => eb('saved.verdict', '=', 'approved'), 'desc')
    .limit(1)
    .executeTakeFirst();
}

function standingOf(policy: {
  readonly paused_at: Instant | null;
  readonly verdict: string;
}): Schedule['standing'] {
  if (policy.paused_at !== null) return 'paused';
  return policy.verdict === 'approved' ? 'ready' : 'awaiting_approval';
}
