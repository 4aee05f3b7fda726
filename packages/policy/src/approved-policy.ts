import type { Sha256 } from '@daybook/kernel';
import type { Policy } from './policy.ts';

declare const brand: unique symbol;

/** A policy version that a person approved, with the hash that the person saw. Only the guardrails make one. */
export interface ApprovedPolicy {
  readonly policy: Policy;
  readonly approvalHash: Sha256;
  readonly [brand]: 'ApprovedPolicy';
}

/** Brands a policy as approved; the caller vouches that a person approved exactly this hash of exactly this policy. */
export function toApprovedPolicy(policy: Policy, approvalHash: Sha256): ApprovedPolicy {
  return { policy, approvalHash } as ApprovedPolicy;
}
