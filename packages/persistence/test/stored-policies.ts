import type { AuditEvent } from '@daybook/guardrails';
import {
  derivedId,
  type Instant,
  type JsonObject,
  type PolicyId,
  sha256,
  toInstant,
  toPolicyId,
} from '@daybook/kernel';
import { createApprovalStore, createPolicyStore, type Database } from '@daybook/persistence';

export const weekly = { cron: '30 16 * * FRI', timezone: 'America/New_York' };

/** A second of the day on which these tests happen. */
export function at(second: number): Instant {
  return toInstant(Date.UTC(2021, 0, 4, 21, 0, second));
}

export function policyIdOf(name: string): PolicyId {
  return toPolicyId(derivedId('pol', name));
}

export function eventOf(subject: string, second = 0): AuditEvent {
  return { at: at(second), actor: 'person:gui', action: 'policy.changed', subject, details: {} };
}

/** Saves a document as the next version of the policy of that name. */
export async function savePolicy(
  database: Database,
  name: string,
  given: {
    readonly trigger?: JsonObject;
    readonly text?: string;
    readonly enabled?: boolean;
    readonly second?: number;
  } = {},
): Promise<PolicyId> {
  const { trigger, text = '', enabled = true, second = 0 } = given;
  const document = { name, text, ...(trigger === undefined ? {} : { trigger }) };
  const policyId = policyIdOf(name);
  await createPolicyStore(database).saveVersion(
    {
      policyId,
      name,
      document,
      documentSha256: sha256(JSON.stringify(document)),
      enabled,
      at: at(second),
      actor: 'agent:helper',
    },
    eventOf(policyId, second),
  );
  return policyId;
}

/** Decides on a version as a person. */
export function decide(
  database: Database,
  decision: {
    readonly policyId: PolicyId;
    readonly version: number;
    readonly verdict: 'approved' | 'rejected';
  },
  second: number,
): Promise<void> {
  const event = eventOf(decision.policyId, second);
  return createApprovalStore(database).decide({ ...decision, hash: sha256('seen') }, event);
}
