import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { defineTool, readsOnly } from '../tool.ts';

export const listProvidersTool = defineTool({
  name: 'list_providers',
  title: 'List providers',
  description:
    'Where a fetch step can get data from: each provider with its datasets, whether it can be used as it is set up, and what is missing if not. The provider "sample" is built in and needs no network.',
  input: z.strictObject({}),
  annotations: readsOnly,
  async run(_, { client, signal }) {
    const { items } = await client.call(routes.listProviders, {}, { signal });
    const available = items.filter((provider) => provider.available).length;
    return {
      kind: 'own',
      summary: `Providers: ${items.length}; available: ${available}.`,
      content: { providers: items },
    };
  },
});
