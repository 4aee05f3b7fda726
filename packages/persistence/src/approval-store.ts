import type { ApprovalStore, AuditEvent, Decision, Verdict } from '@daybook/guardrails';
import { EngineError, type PolicyId } from '@daybook/kernel';
import { appendEvent } from './audit-log.ts';
import type { Database } from './database.ts';
import { policyNotFound } from './policy-store.ts';
import { renewSchedule } from './renew-schedule.ts';
import type { WriteTransaction } from './transaction.ts';

/** Decisions in the encrypted database; which version is approved follows from them. */
export function createApprovalStore(database: Database): ApprovalStore {
  return {
    decide: (decision, event) => database.write((transaction) => decide(transaction, decision, event)),
    setPaused: (policyId, paused, event) =>
      database.write((transaction) => setPaused(transaction, { policyId, paused }, event)),
  };
}

async function decide(transaction: WriteTransaction, decision: Decision, event: AuditEvent): Promise<void> {
  const { policyId, version, verdict, hash } = decision;
  const judged = await transaction.queries
    .selectFrom('policy_version_verdicts')
    .select('verdict')
    .where('policy_id', '=', policyId)
    .where('version', '=', version)
    .executeTakeFirst();
  checkDecision(decision, judged?.verdict);
  await transaction.run(
    `INSERT INTO approvals (sequence, policy_id, version, verdict, hash, actor, decided_at)
SELECT coalesce(max(sequence), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6 FROM approvals`,
    [policyId, version, verdict, hash, event.actor, event.at],
  );
  await appendEvent(transaction, event);
  await renewSchedule(transaction, policyId, event.at);
}

function checkDecision({ policyId, version, verdict }: Decision, present: Verdict | undefined): void {
  const named = `Version ${version} of the policy ${policyId}`;
  if (present === undefined) {
    throw new EngineError('policy.not-found', `${named} does not exist; nothing was changed.`);
  }
  if (present === 'proposed' || (present === 'approved' && verdict === 'approved')) return;
  throw new EngineError(
    'policy.conflict',
    `${named} is ${present} and can't be ${verdict}; look at the policy again. Nothing was changed.`,
    { details: { policy_id: policyId, version, verdict: present } },
  );
}

async function setPaused(
  transaction: WriteTransaction,
  { policyId, paused }: { readonly policyId: PolicyId; readonly paused: boolean },
  event: AuditEvent,
): Promise<void> {
  const { numUpdatedRows } = await transaction.queries
    .updateTable('policies')
    .set({ paused_at: paused ? event.at : null, paused_by: paused ? event.actor : null })
    .where('policy_id', '=', policyId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw policyNotFound(policyId);
  await appendEvent(transaction, event);
  await renewSchedule(transaction, policyId, event.at);
}
