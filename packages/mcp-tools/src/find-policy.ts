import { type Client, type PolicySummary, routes } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from './errors/tool-error.ts';
import type { ToolContext } from './tool.ts';

/** How an agent names a policy. */
export const policyChoice = {
  policy_id: routes.getPolicy.params.shape.id.optional().describe('Id of the policy, pol_…; or policy_name.'),
  policy_name: z.string().min(1).max(128).optional().describe('Exact name of the policy; or policy_id.'),
} as const;

export interface PolicyChoice {
  readonly policy_id?: string | undefined;
  readonly policy_name?: string | undefined;
}

const NAMES_SHOWN = 20;
/** A store has far fewer; the bound ends a list that never would. */
const PAGES_READ = 100;

/**
 * The policy that is meant.
 * @throws {ToolError} `usage.invalid` unless exactly one of id and name is given, `policy.not-found` for an unknown name.
 * @throws {ApiError} when the server refuses, such as an unknown id.
 */
export async function findPolicy(choice: PolicyChoice, context: ToolContext): Promise<PolicySummary> {
  const { policy_id: id, policy_name: name } = choice;
  const { client, signal } = context;
  if (id !== undefined && name === undefined)
    return client.call(routes.getPolicy, { params: { id } }, { signal });
  if (name === undefined || id !== undefined) {
    throw new ToolError('usage.invalid', 'Name the policy by exactly one of policy_id and policy_name.');
  }
  const wanted = name.normalize('NFC');
  const seen: string[] = [];
  for await (const policy of eachPolicy(client, signal)) {
    if (policy.name === wanted) return policy;
    if (seen.length < NAMES_SHOWN) seen.push(policy.name);
  }
  throw new ToolError(
    'policy.not-found',
    `No policy is called ${JSON.stringify(name)}. ${
      seen.length === 0
        ? 'There are no policies yet; create_policy makes one.'
        : `There are: ${seen.map((each) => JSON.stringify(each)).join(', ')}; list_policies shows all.`
    }`,
  );
}

async function* eachPolicy(client: Client, signal: AbortSignal): AsyncGenerator<PolicySummary> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_READ; page += 1) {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next_cursor } = await client.call(routes.listPolicies, { query }, { signal });
    yield* items;
    if (next_cursor === null) return;
    cursor = next_cursor;
  }
}
