import { type RouteOutput, routes } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from '../errors/tool-error.ts';
import { memberNames } from '../schema-members.ts';
import { defineTool, readsOnly } from '../tool.ts';

type StepType = RouteOutput<typeof routes.listStepTypes>['items'][number];

export const listStepTypesTool = defineTool({
  name: 'list_step_types',
  title: 'List step types',
  description:
    'What a step of a policy can be: each type with its effect, the names of its params and of the output fields that references reach. With type: the full JSON Schemas of that type.',
  input: z.strictObject({
    type: z.string().min(1).max(64).optional().describe('Full schemas of that type, such as "store_report".'),
  }),
  annotations: readsOnly,
  async run({ type }, { client, signal }) {
    const { items } = await client.call(routes.listStepTypes, {}, { signal });
    if (type === undefined) {
      return {
        kind: 'own',
        summary: `Step types: ${items.length}. Call again with type for the JSON Schemas of one.`,
        content: { step_types: items.map(viewBriefly) },
      };
    }
    const chosen = items.find((item) => item.type === type);
    if (chosen === undefined) {
      const names = items.map((item) => item.type).join(', ');
      throw new ToolError(
        'step.type-unknown',
        `No step type is called ${JSON.stringify(type)}. There are: ${names}.`,
      );
    }
    return { kind: 'own', summary: `Step type ${chosen.type}.`, content: { step_types: [chosen] } };
  },
});

function viewBriefly({ type, summary, effect, version, params, output }: StepType) {
  return { type, summary, effect, version, params: memberNames(params), output: memberNames(output) };
}
