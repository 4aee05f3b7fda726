import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { findPolicy, policyChoice } from '../find-policy.ts';
import { describeStanding, viewPolicy } from '../policy-view.ts';
import { defineTool } from '../tool.ts';
import { policyInput } from './create-policy.ts';

export const updatePolicyTool = defineTool({
  name: 'update_policy',
  title: 'Propose a new version of a policy',
  description:
    'Replaces the whole document of a policy by a new version. The new version is a proposal: the approved one keeps running until a person approves the new one at the approve_url of the answer. To change only the time, use update_policy_schedule. The present document is in the resource pipeline://policies/{id}. An invalid document changes nothing and is answered with every issue.',
  input: z.strictObject({ ...policyChoice, policy: policyInput }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ policy, ...choice }, context) {
    const { id } = await findPolicy(choice, context);
    const input = { params: { id }, body: policy };
    const updated = await context.client.call(routes.updatePolicy, input, { signal: context.signal });
    return {
      kind: 'own',
      summary: `Policy ${id} has the newest version ${updated.newest_version}. ${describeStanding(updated)}`,
      content: viewPolicy(updated),
    };
  },
});
