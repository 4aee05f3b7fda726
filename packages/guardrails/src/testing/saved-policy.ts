import { type Instant, type JsonObject, type PolicyId, sha256, toInstant, toPolicyId } from '@daybook/kernel';
import type { ApprovalStore, Decision } from '../approval-store.ts';
import type { AuditEvent, AuditLog } from '../audit-log.ts';
import type { PolicyStore, VersionToSave } from '../policy-store.ts';

/** Stores of one database, still empty. */
export interface PolicyStores {
  readonly policies: PolicyStore;
  readonly approvals: ApprovalStore;
  /** Where the other two record their events. */
  readonly audit: AuditLog;
}

/** A version to save; the text stands for whatever is in the document. */
export function versionOf(name: string, text: string, second = 0, enabled = true): VersionToSave {
  const trigger = { cron: '30 16 * * FRI', timezone: 'America/New_York', enabled };
  const document: JsonObject = { schema_version: 1, name, description: text, trigger, steps: [] };
  const documentSha256 = sha256(`${name} ${text}`);
  const policyId = policyIdOf(name);
  return { policyId, name, document, documentSha256, enabled, at: at(second), actor: 'agent:helper' };
}

/** Saves it with an event of its own. */
export function saved(policies: PolicyStore, version: VersionToSave) {
  const { at, actor, policyId, documentSha256 } = version;
  const details = { document_sha256: documentSha256 };
  return policies.saveVersion(version, { at, actor, action: 'policy.proposed', subject: policyId, details });
}

/** Decides on it with an event of its own. */
export function decide(
  approvals: ApprovalStore,
  decision: Pick<Decision, 'policyId' | 'version' | 'verdict'> & { readonly hash?: string },
  second = 0,
): Promise<void> {
  const { policyId, version, verdict } = decision;
  const hash = sha256(decision.hash ?? `version ${version}`);
  const event = eventOf(policyId, `policy.${verdict}`, second);
  return approvals.decide({ policyId, version, verdict, hash }, event);
}

export function eventOf(policyId: PolicyId, action: string, second = 0): AuditEvent {
  return { at: at(second), actor: 'person:gui', action, subject: policyId, details: {} };
}

/** The actions on record, oldest first. */
export async function actions(audit: AuditLog): Promise<readonly string[]> {
  return (await audit.list({ limit: 1000 })).map(({ action }) => action).toReversed();
}

export function policyIdOf(name: string): PolicyId {
  return toPolicyId(`pol_${sha256(name).slice(0, 26)}`);
}

export function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}
