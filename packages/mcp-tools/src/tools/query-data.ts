import { type QueryResultDocument, routes } from '@daybook/api-contract';
import { z } from 'zod';
import { fitDocument } from '../fit-document.ts';
import { defineTool, readsOnly } from '../tool.ts';

const example =
  'SELECT symbol, avg(close) AS mean FROM ohlcv WHERE date >= :since GROUP BY symbol ORDER BY mean';

export const queryDataTool = defineTool({
  name: 'query_data',
  title: 'Query stored data',
  description: `Runs one SELECT (SQLite's dialect: CTEs, joins, windows) over the stored datasets and answers with its rows; use it to try a query before it goes into a policy. It changes nothing. Tables are the datasets that list_data names, such as ohlcv (one row a key) or ohlcv_all (the rows of every provider); list_data also lists the functions that may be called. Money, prices and quantities are exact decimals, given as text: they compare, sort and sum by value, sum avg min max are exact, and calculation is written dec_add(x, y), dec_sub, dec_mul, dec_div(x, y, digits), dec_round(x, digits) instead of + - * /. Dates are YYYY-MM-DD text. No ";", no clock: :as_of is the present instant, as in date(:as_of, '-7 days'). What is refused is answered with the reason and, where it is plain, with the query to write instead (issues[].suggestion). At most 10,000 rows and 4 MiB, of which an answer shows what fits into 100,000 bytes: aggregate or LIMIT. 100 queries an hour, refused ones included. Example: ${example}`,
  input: z.strictObject({
    sql: routes.runQuery.body.shape.sql,
    params: routes.runQuery.body.shape.params.describe(
      'Values of the parameters :name, without the colon, such as {"since": "2026-01-01"}.',
    ),
  }),
  annotations: readsOnly,
  async run({ sql, params }, { client, signal }) {
    const body = params === undefined ? { sql } : { sql, params };
    const result = await client.call(routes.runQuery, { body }, { signal });
    // Fitted here, so that the summary can say how much of it is shown.
    const content = fitDocument({ ...result });
    return { kind: 'outside', summary: summarise(result, content['rows']), content };
  },
});

function summarise({ row_count: count, truncated, columns }: QueryResultDocument, rows: unknown): string {
  const shown = Array.isArray(rows) ? rows.length : 0;
  const total = truncated ? `the first ${count} of more` : String(count);
  const cut =
    shown < count ? ` Shown: the first ${shown}; aggregate, or ask with LIMIT and OFFSET for the rest.` : '';
  const approximate = columns.some((column) => column.approximate === true);
  return `Rows: ${total}.${cut}${approximate ? ' Columns marked approximate went through a float.' : ''}`;
}
