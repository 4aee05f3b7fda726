import { EngineError } from '@daybook/kernel';
import type { Policy, PolicyParser } from '@daybook/policy';
import type { PolicyVersion, StoredPolicy } from './policy-store.ts';

/**
 * The version's document as this release reads it.
 * @throws {EngineError} `policy.invalid` when it can't, with what is wrong in the details.
 */
export function parseVersion(
  parse: PolicyParser,
  { policyId, name }: StoredPolicy,
  { version, document }: PolicyVersion,
): Policy {
  const parsed = parse(JSON.stringify(document));
  if (parsed.ok) return parsed.policy;
  const errors = parsed.issues.filter(({ severity }) => severity === 'error');
  const first = errors[0] === undefined ? '' : ` ${errors[0].message} (at "${errors[0].pointer}")`;
  const message = `This release can't read version ${version} of the policy "${name}" any more:${first} Save a corrected version, and approve that.`;
  const issues = errors.map(({ pointer, code, message: text }) => ({ pointer, code, message: text }));
  throw new EngineError('policy.invalid', message, { details: { policy_id: policyId, version, issues } });
}
