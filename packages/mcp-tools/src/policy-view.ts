import type { PolicyDetail, PolicySummary } from '@daybook/api-contract';
import type { AnswerDocument } from './fit-document.ts';

/** Whether something about the policy waits for a person. */
export function awaitsApproval(policy: PolicySummary): boolean {
  return policy.proposed_version !== null || policy.approved_version === null;
}

/** A policy that an agent just wrote, with what it needs to tell the person. */
export function viewPolicy(policy: PolicyDetail): AnswerDocument {
  return {
    id: policy.id,
    name: policy.name,
    version: policy.version.version,
    standing: policy.standing,
    hash: policy.version.hash,
    approved_version: policy.approved_version,
    enabled: policy.enabled,
    issues: policy.issues,
    plan: policy.plan,
    next_fires: policy.next_fires,
    ...viewLink(policy),
  };
}

/** A policy in a list. */
export function viewPolicySummary(policy: PolicySummary): AnswerDocument {
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    standing: policy.standing,
    enabled: policy.enabled,
    schedule: policy.schedule,
    approved_version: policy.approved_version,
    newest_version: policy.newest_version,
    proposed_version: policy.proposed_version,
    next_fire: policy.next_fire,
    last_run: policy.last_run,
    ...viewLink(policy),
  };
}

function viewLink(policy: PolicySummary): AnswerDocument {
  return awaitsApproval(policy) ? { approve_url: policy.link } : { link: policy.link };
}

/** Tells the agent what a person has to do, if anything. */
export function describeStanding(policy: PolicySummary): string {
  if (policy.standing === 'paused') {
    return `A person paused this policy; nothing runs until they resume it at ${policy.link}.`;
  }
  if (!awaitsApproval(policy)) return `Version ${policy.approved_version} is approved and in force.`;
  const asked = `Tell the person to look at it and approve it at ${policy.link}; you cannot.`;
  return policy.approved_version === null
    ? `It is saved, not running: a person must approve it first. ${asked}`
    : `Version ${policy.newest_version} is saved as a proposal; version ${policy.approved_version} stays in force until a person approves the new one. ${asked}`;
}
