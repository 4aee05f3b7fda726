import { ApiError, type Client, type PolicyDetail, type PolicySummary, routes } from '@daybook/api-contract';
import { policyIdOf } from '@daybook/guardrails';
import { EngineError, nearestName } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';

/** Stores a document as a version of the policy of its name, a new one if there is none. */
export async function savePolicyDocument(client: Client, policy: Policy): Promise<PolicyDetail> {
  const body = { ...policy.document };
  const id = policyIdOf(policy.name);
  try {
    return await client.call(routes.updatePolicy, { params: { id }, body });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'policy.not-found') throw error;
    return client.call(routes.createPolicy, { body });
  }
}

/**
 * The policy of a name, or of an id.
 * @throws {EngineError} `policy.not-found` with the nearest name.
 */
export async function findPolicy(client: Client, name: string): Promise<PolicyDetail> {
  const id = /^pol_[0-9a-z]+$/.test(name) ? name : policyIdOf(name.normalize('NFC'));
  try {
    return await client.call(routes.getPolicy, { params: { id } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'policy.not-found') throw error;
    const names = (await listPolicies(client)).map((policy) => policy.name);
    const nearest = nearestName(name, names);
    const advice = nearest === undefined ? 'See "daybook policies".' : `Did you mean "${nearest}"?`;
    throw new EngineError('policy.not-found', `There is no policy "${name}". ${advice}`, { cause: error });
  }
}

/** All policies by name. */
export async function listPolicies(client: Client): Promise<readonly PolicySummary[]> {
  const all: PolicySummary[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: { items: PolicySummary[]; next_cursor: string | null } = await client.call(
      routes.listPolicies,
      { query },
    );
    all.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}
