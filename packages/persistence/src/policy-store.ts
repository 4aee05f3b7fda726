import type { AuditEvent, PolicyStore, VersionToSave } from '@daybook/guardrails';
import { EngineError, type PolicyId } from '@daybook/kernel';
import { appendEvent } from './audit-log.ts';
import type { Database } from './database.ts';
import { listPolicies, listVersions, readPolicy } from './read-policies.ts';
import { renewSchedule } from './renew-schedule.ts';
import { toStoredJson } from './stored-json.ts';
import type { WriteTransaction } from './transaction.ts';

/** The policies in the encrypted database; each change brings the policy's schedule in step. */
export function createPolicyStore(database: Database): PolicyStore {
  return {
    saveVersion: (version, event) =>
      database.write((transaction) => saveVersion(transaction, version, event)),
    setEnabled: (policyId, enabled, event) =>
      database.write((transaction) => setEnabled(transaction, { policyId, enabled }, event)),
    read: (policyId) => database.read((transaction) => readPolicy(transaction, policyId)),
    list: (page) => database.read((transaction) => listPolicies(transaction, page)),
    versions: (policyId) => database.read((transaction) => listVersions(transaction, policyId)),
  };
}

async function saveVersion(
  transaction: WriteTransaction,
  saved: VersionToSave,
  event: AuditEvent,
): Promise<Awaited<ReturnType<PolicyStore['saveVersion']>>> {
  const { policyId, enabled } = saved;
  const newest = await newestVersion(transaction, policyId);
  if (newest === undefined) await insertPolicy(transaction, saved);
  if (newest !== undefined && isSame(newest, saved)) {
    if ((newest.enabled === 1) !== enabled) await setEnabled(transaction, { policyId, enabled }, event);
    return { version: newest.version, created: false };
  }
  const version = (newest?.version ?? 0) + 1;
  await insertVersion(transaction, saved, version);
  await setEnabled(transaction, { policyId, enabled }, event);
  return { version, created: true };
}

function newestVersion({ queries }: WriteTransaction, policyId: PolicyId) {
  return queries
    .selectFrom('policy_version_verdicts as saved')
    .innerJoin('policies', 'policies.policy_id', 'saved.policy_id')
    .select(['saved.version', 'saved.document_sha256', 'saved.verdict', 'policies.enabled'])
    .where('saved.policy_id', '=', policyId)
    .where('saved.newest', '=', 1)
    .executeTakeFirst();
}

/** Whether saving makes no version; after a rejection the same document is a new proposal. */
function isSame(
  newest: { readonly document_sha256: string; readonly verdict: string },
  { documentSha256 }: VersionToSave,
): boolean {
  if (newest.document_sha256 !== documentSha256) return false;
  return newest.verdict === 'proposed' || newest.verdict === 'approved';
}

async function insertPolicy({ queries }: WriteTransaction, saved: VersionToSave): Promise<void> {
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('policies')
    .values({
      policy_id: saved.policyId,
      name: saved.name,
      created_at: saved.at,
      enabled: saved.enabled ? 1 : 0,
      paused_at: null,
      paused_by: null,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new EngineError(
      'policy.conflict',
      `The name "${saved.name}" belongs to another policy; choose another one. Nothing was saved.`,
    );
  }
}

async function insertVersion(
  { queries }: WriteTransaction,
  saved: VersionToSave,
  version: number,
): Promise<void> {
  await queries
    .insertInto('policy_versions')
    .values({
      policy_id: saved.policyId,
      version,
      document: toStoredJson(saved.document),
      document_sha256: saved.documentSha256,
      created_at: saved.at,
      created_by: saved.actor,
    })
    .execute();
}

async function setEnabled(
  transaction: WriteTransaction,
  { policyId, enabled }: { readonly policyId: PolicyId; readonly enabled: boolean },
  event: AuditEvent,
): Promise<void> {
  const { numUpdatedRows } = await transaction.queries
    .updateTable('policies')
    .set({ enabled: enabled ? 1 : 0 })
    .where('policy_id', '=', policyId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw policyNotFound(policyId);
  await appendEvent(transaction, event);
  await renewSchedule(transaction, policyId, event.at);
}

/** Nobody saved a policy of that id. */
export function policyNotFound(policyId: PolicyId): EngineError {
  return new EngineError(
    'policy.not-found',
    `There is no policy ${policyId}; nothing was changed. List the policies to see their ids.`,
  );
}
