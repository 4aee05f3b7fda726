import type { PolicyVersion, StoredPolicy } from './policy-store.ts';

/** How a policy stands, in one word. */
export type PolicyStanding = 'approved' | 'proposed' | 'rejected' | 'paused';

/** The version that waits for a decision; `null` when none does. */
export function proposalOf({ newest }: StoredPolicy): PolicyVersion | null {
  return newest.verdict === 'proposed' ? newest : null;
}

/**
 * `paused` when a person stopped it, else `approved` when any version may run, even with a newer one proposed; else what
 * became of the newest version.
 */
export function policyStanding({ paused, approved, newest }: StoredPolicy): PolicyStanding {
  if (paused !== null) return 'paused';
  if (approved !== null) return 'approved';
  return newest.verdict === 'rejected' ? 'rejected' : 'proposed';
}
