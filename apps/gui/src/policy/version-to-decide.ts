import type { PolicyDetail, PolicyVersionDocument } from '@daybook/api-contract';

/** The version that waits for a person, or `null`: the proposed one, else the approved one that needs approval anew. */
export function versionToDecide({
  version,
  approved,
  needs_renewal,
}: PolicyDetail): PolicyVersionDocument | null {
  if (version.verdict === 'proposed') return version;
  return needs_renewal ? (approved ?? version) : null;
}

/** Why a run can't be started now, in words; `null` when it can. */
export function runHindrance({ standing, approved_version }: PolicyDetail): string | null {
  if (standing === 'paused') return 'The policy is paused; resume it first.';
  if (approved_version === null) return 'No version is approved yet.';
  return null;
}
