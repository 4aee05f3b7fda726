import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from '../errors/tool-error.ts';
import { defineTool, readsOnly } from '../tool.ts';

export const listDataTool = defineTool({
  name: 'list_data',
  title: 'List stored data',
  description:
    'The datasets that SQL can read, in query_data and in policies: columns with their types, key, number of rows and symbols, oldest and newest date, and when rows were last loaded; beside them the functions that SQL may call. Decimals are text in SQL, compared and summed by value; dates are YYYY-MM-DD. With sample: also the newest rows of each dataset, three at most.',
  input: z.strictObject({
    dataset: z.string().min(1).max(64).optional().describe('Only that dataset, such as "ohlcv".'),
    sample: z.boolean().default(false).describe('Whether to show the newest rows.'),
  }),
  annotations: readsOnly,
  async run({ dataset, sample }, { client, signal }) {
    const query = sample ? { query: { sample: 'true' as const } } : {};
    const [{ items }, sql] = await Promise.all([
      client.call(routes.listDatasets, query, { signal }),
      client.call(routes.getSqlRules, {}, { signal }),
    ]);
    const chosen = dataset === undefined ? items : items.filter(({ name }) => name === dataset);
    if (dataset !== undefined && chosen.length === 0) {
      const names = items.map(({ name }) => name).join(', ');
      throw new ToolError(
        'usage.invalid',
        `No dataset is called ${JSON.stringify(dataset)}. There are: ${names}.`,
      );
    }
    const filled = chosen.filter(({ rows }) => rows > 0).length;
    return {
      kind: sample ? 'outside' : 'own',
      summary: `Datasets: ${chosen.length}; with rows: ${filled}.`,
      content: { datasets: chosen, sql },
    };
  },
});
