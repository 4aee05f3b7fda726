import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { policyExample } from '../policy-example.ts';
import { describeStanding, viewPolicy } from '../policy-view.ts';
import { defineTool } from '../tool.ts';

/** A policy document as agents hand it over; the server judges it and finds every issue. */
export const policyInput = z
  .record(z.string(), z.unknown())
  .describe(
    'The policy document, schema_version 1, as an object. Its JSON Schema is in pipeline://policies.',
  );

export const createPolicyTool = defineTool({
  name: 'create_policy',
  title: 'Create a policy',
  description: `Saves a new policy: what to fetch, store, report and deliver, and when. It does NOT run yet: a person approves it at the approve_url of the answer, so give them that link. An invalid document saves nothing and is answered with every issue (pointer, code, message, suggestion); mend them all and call again. list_step_types says what steps take and give, list_providers and list_data what data there is, and validate_policy tries a document without saving. Times are cron with five fields and an IANA zone; leave trigger out for runs by hand only. Steps hand on data by references such as {"ref": "ctx.prices"}. Example: ${JSON.stringify(policyExample)}`,
  input: z.strictObject({ policy: policyInput }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  async run({ policy }, { client, signal }) {
    const created = await client.call(routes.createPolicy, { body: policy }, { signal });
    return {
      kind: 'own',
      summary: `Saved as policy ${created.id}. ${describeStanding(created)}`,
      content: viewPolicy(created),
    };
  },
});
