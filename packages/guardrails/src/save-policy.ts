import {
  type Clock,
  canonicalJson,
  derivedId,
  EngineError,
  isJsonObject,
  type JsonObject,
  type PolicyId,
  sha256,
  toPolicyId,
} from '@daybook/kernel';
import { type Policy, withoutEnabled } from '@daybook/policy';
import { createInTurn } from './in-turn.ts';
import type { PolicyStore, StoredPolicy, VersionToSave } from './policy-store.ts';
import type { Quotas } from './quotas.ts';

/** A checked document, and what the one who saves it takes for granted. */
export type PolicyToSave = {
  readonly policy: Policy;
  /** Named as in the audit log. */
  readonly actor: string;
} & (
  | { readonly expect: 'new' | 'any' }
  /** A new version of the policy of that id, which keeps its name. */
  | { readonly expect: 'existing'; readonly policyId: PolicyId }
);

/** Where the document is kept. */
export interface SavedPolicy {
  readonly policyId: PolicyId;
  readonly version: number;
  /** Whether this call made the version; `false` for a document that is the newest already. */
  readonly created: boolean;
}

/**
 * Keeps a policy's document as a version that waits for a person's approval. Only a policy of a new name is charged.
 * @throws {EngineError} `policy.conflict` when a new policy's name is taken, or an existing one would be renamed;
 *   `policy.not-found`; `quota.exceeded`.
 */
export type SavePolicy = (save: PolicyToSave) => Promise<SavedPolicy>;

export interface SavePolicyPorts {
  readonly policies: PolicyStore;
  readonly quotas: Quotas;
  readonly clock: Clock;
}

/** The one way in which policies are kept. */
export function createSavePolicy(ports: SavePolicyPorts): SavePolicy {
  // Side by side, two could both find a name free.
  const inTurn = createInTurn();
  return (save) => inTurn(() => savePolicy(ports, save));
}

/** The id of the policy of that name. */
export function policyIdOf(name: string): PolicyId {
  return toPolicyId(derivedId('pol', name));
}

async function savePolicy(ports: SavePolicyPorts, save: PolicyToSave): Promise<SavedPolicy> {
  const { policies, quotas, clock } = ports;
  const { policy, actor } = save;
  const policyId = save.expect === 'existing' ? save.policyId : policyIdOf(policy.name);
  const stored = await policies.read(policyId);
  checkExpectation(save, stored);
  if (stored === undefined) await quotas.take('policies');
  const { name, document } = policy;
  const documentSha256 = sha256(canonicalJson(withoutEnabled(document)));
  const version: VersionToSave = {
    policyId,
    name,
    document,
    documentSha256,
    enabled: triggerOf(document)?.['enabled'] !== false,
    at: clock.now(),
    actor,
  };
  const details = { name, document_sha256: documentSha256 };
  const event = { at: version.at, actor, action: actionOf(version, stored), subject: policyId, details };
  return { policyId, ...(await policies.saveVersion(version, event)) };
}

function checkExpectation(save: PolicyToSave, stored: StoredPolicy | undefined): void {
  const { name } = save.policy;
  if (save.expect === 'new' && stored !== undefined) {
    const message = `A policy named "${name}" exists already. Update the policy ${stored.policyId} instead, or choose another name.`;
    throw new EngineError('policy.conflict', message, { details: { policy_id: stored.policyId, name } });
  }
  if (save.expect !== 'existing') return;
  const { policyId } = save;
  const details = { policy_id: policyId };
  if (stored === undefined) {
    const message = `There is no policy ${policyId}. List the policies, or create a new one.`;
    throw new EngineError('policy.not-found', message, { details });
  }
  if (stored.name !== name) {
    const message = `The policy ${policyId} is named "${stored.name}", and a policy keeps its name. Write that name into the document, or create a new policy named "${name}".`;
    throw new EngineError('policy.conflict', message, { details: { ...details, name: stored.name } });
  }
}

/** What the event says that the save did, if it does anything. */
function actionOf(version: VersionToSave, stored: StoredPolicy | undefined): string {
  if (stored === undefined) return 'policy.created';
  const { newest } = stored;
  const stands = newest.verdict === 'proposed' || newest.verdict === 'approved';
  if (!stands || newest.documentSha256 !== version.documentSha256) return 'policy.proposed';
  return version.enabled ? 'policy.enabled' : 'policy.disabled';
}

function triggerOf(document: JsonObject): JsonObject | undefined {
  const trigger = document['trigger'];
  return isJsonObject(trigger) ? trigger : undefined;
}
