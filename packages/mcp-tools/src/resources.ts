import { type Client, routes } from '@daybook/api-contract';
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ErrorCode, McpError, type ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { type AnswerDocument, fitDocument } from './fit-document.ts';
import { dataNotice } from './outside-data.ts';
import { viewPolicySummary } from './policy-view.ts';
import { toRefusal } from './refusal.ts';
import { listRunDeliveries, viewRunInFull, viewRunSummary } from './run-view.ts';
import type { ToolContext } from './tool.ts';

type ReadDocument = (context: ToolContext) => Promise<AnswerDocument>;

const fixed = [
  {
    name: 'policies',
    uri: 'pipeline://policies',
    title: 'Policies and their schema',
    description: 'The JSON Schema of a policy document, and the policies that there are.',
    read: async ({ client, signal }) => {
      const schema = await client.call(routes.getPolicySchema, {}, { signal });
      const { items } = await client.call(routes.listPolicies, { query: { limit: 200 } }, { signal });
      // The schema is not shortened: half of one would mislead.
      return { schema, ...fitDocument({ notice: dataNotice, policies: items.map(viewPolicySummary) }) };
    },
  },
  {
    name: 'history',
    uri: 'pipeline://history',
    title: 'Recent runs',
    description: 'The 50 newest runs of all policies, with state, cause and times.',
    read: async ({ client, signal }) => {
      const { items } = await client.call(routes.listRuns, { query: { limit: 50 } }, { signal });
      return fitDocument({ notice: dataNotice, runs: items.map(viewRunSummary) });
    },
  },
] as const satisfies readonly {
  readonly name: string;
  readonly uri: string;
  readonly title: string;
  readonly description: string;
  readonly read: ReadDocument;
}[];

const byId = [
  {
    name: 'policy',
    template: 'pipeline://policies/{id}',
    title: 'One policy',
    description: 'A policy with its newest and its approved document, plan and next fire times.',
    read: async (id: string, { client, signal }: ToolContext) => {
      const policy = await client.call(routes.getPolicy, { params: { id } }, { signal });
      return fitDocument({ notice: dataNotice, policy });
    },
  },
  {
    name: 'run',
    template: 'pipeline://runs/{id}',
    title: 'One run',
    description: 'A run with its steps, outputs, errors, artifacts and deliveries.',
    read: async (id: string, context: ToolContext) => {
      const run = await context.client.call(routes.getRun, { params: { id } }, { signal: context.signal });
      return fitDocument({
        notice: dataNotice,
        run: viewRunInFull(run, await listRunDeliveries(id, context)),
      });
    },
  },
] as const;

/** Lets clients read policies and runs without a tool call. */
export function registerResources(server: McpServer, client: Client): void {
  for (const { name, uri, title, description, read } of fixed) {
    server.registerResource(
      name,
      uri,
      { title, description, mimeType: 'application/json' },
      (_, { signal }) => readResource(uri, () => read({ client, signal })),
    );
  }
  for (const { name, template, title, description, read } of byId) {
    server.registerResource(
      name,
      new ResourceTemplate(template, { list: undefined }),
      { title, description, mimeType: 'application/json' },
      (uri, { id }, { signal }) =>
        readResource(uri.href, () => read(typeof id === 'string' ? id : '', { client, signal })),
    );
  }
}

async function readResource(uri: string, read: () => Promise<AnswerDocument>): Promise<ReadResourceResult> {
  try {
    return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(await read()) }] };
  } catch (thrown) {
    throw new McpError(ErrorCode.InternalError, toRefusal(thrown).summary);
  }
}
