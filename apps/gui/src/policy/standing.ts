import type { PolicySummary } from '@daybook/api-contract';

/** Whether a person has to decide about a version of it. */
export function waitsForApproval({ proposed_version }: PolicySummary): boolean {
  return proposed_version !== null;
}
