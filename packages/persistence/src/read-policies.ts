import type { PolicyVersion, StoredPolicy } from '@daybook/guardrails';
import { EngineError, type Instant, type PolicyId } from '@daybook/kernel';
import type { PoliciesTable, PolicyVersionVerdictsView } from './internal-tables.ts';
import { fromStoredObject } from './stored-json.ts';
import type { ReadTransaction } from './transaction.ts';

/** The policy as it stands; `undefined` when there is none. */
export async function readPolicy(
  { queries }: ReadTransaction,
  policyId: PolicyId,
): Promise<StoredPolicy | undefined> {
  const policy = await queries
    .selectFrom('policies')
    .selectAll()
    .where('policy_id', '=', policyId)
    .executeTakeFirst();
  return policy && toStoredPolicy(policy, await currentVersions({ queries }, [policyId]));
}

/** Policies by name, after `after`. */
export async function listPolicies(
  { queries }: ReadTransaction,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly StoredPolicy[]> {
  const byName = queries.selectFrom('policies').selectAll().orderBy('name').limit(limit);
  const policies = await (after === undefined ? byName : byName.where('name', '>', after)).execute();
  const ids = policies.map(({ policy_id }) => policy_id);
  const versions = await currentVersions({ queries }, ids);
  return policies.map((policy) =>
    toStoredPolicy(
      policy,
      versions.filter(({ policy_id }) => policy_id === policy.policy_id),
    ),
  );
}

/** All versions of a policy, newest first. */
export async function listVersions(
  { queries }: ReadTransaction,
  policyId: PolicyId,
): Promise<readonly PolicyVersion[]> {
  const rows = await queries
    .selectFrom('policy_version_verdicts')
    .selectAll()
    .where('policy_id', '=', policyId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(toVersion);
}

/** The newest and the approved version of each policy; often they are one. */
async function currentVersions(
  { queries }: Pick<ReadTransaction, 'queries'>,
  ids: readonly PolicyId[],
): Promise<readonly PolicyVersionVerdictsView[]> {
  if (ids.length === 0) return [];
  return queries
    .selectFrom('policy_version_verdicts')
    .selectAll()
    .where('policy_id', 'in', ids)
    .where(({ eb, or }) => or([eb('newest', '=', 1), eb('verdict', '=', 'approved')]))
    .execute();
}

function toStoredPolicy(policy: PoliciesTable, versions: readonly PolicyVersionVerdictsView[]): StoredPolicy {
  const newest = versions.find((version) => version.newest === 1);
  if (newest === undefined) {
    throw new EngineError(
      'store.damaged',
      `The policy ${policy.name} has no version; restore the database from a backup.`,
    );
  }
  const approved = versions.find(({ verdict }) => verdict === 'approved');
  return {
    policyId: policy.policy_id,
    name: policy.name,
    createdAt: policy.created_at,
    enabled: policy.enabled === 1,
    paused: toPause(policy.paused_at, policy.paused_by),
    newest: toVersion(newest),
    approved: approved === undefined ? null : toVersion(approved),
  };
}

function toPause(at: Instant | null, by: string | null): StoredPolicy['paused'] {
  return at === null || by === null ? null : { at, by };
}

function toVersion(row: PolicyVersionVerdictsView): PolicyVersion {
  return {
    version: row.version,
    document: fromStoredObject(row.document, `Version ${row.version} of the policy ${row.policy_id}`),
    documentSha256: row.document_sha256,
    createdAt: row.created_at,
    createdBy: row.created_by,
    verdict: row.verdict,
    approvedHash: row.approved_hash,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}
