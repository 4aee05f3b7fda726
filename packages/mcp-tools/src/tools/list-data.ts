import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from '../errors/tool-error.ts';
import { defineTool, readsOnly } from '../tool.ts';

export const listDataTool = defineTool({
  name: 'list_data',
  title: 'List stored data',
  description:
    "The datasets that a policy's SQL can read: columns, number of rows and symbols, oldest and newest date, and when rows were last loaded. Decimals are text in SQL, compared and summed by value; dates are YYYY-MM-DD.",
  input: z.strictObject({
    dataset: z.string().min(1).max(64).optional().describe('Only that dataset, such as "ohlcv".'),
  }),
  annotations: readsOnly,
  async run({ dataset }, { client, signal }) {
    const { items } = await client.call(routes.listDatasets, {}, { signal });
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
      kind: 'own',
      summary: `Datasets: ${chosen.length}; with rows: ${filled}.`,
      content: { datasets: chosen },
    };
  },
});
