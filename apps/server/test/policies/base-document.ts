import type { JsonValue } from '@daybook/kernel';

/** A policy that nothing is wrong with; the corpus changes it in one place after another. */
export const baseDocument: JsonValue = {
  schema_version: 1,
  name: 'base',
  variables: { folder: 'briefs' },
  steps: [
    {
      id: 'prices',
      type: 'fetch',
      params: { provider: 'sample', dataset: 'ohlcv', criteria: { symbols: ['NRTH'] } },
    },
    { id: 'bars', type: 'transform', params: { source: { ref: 'ctx.prices' }, target: 'ohlcv' } },
    {
      id: 'brief',
      type: 'store_report',
      needs: ['bars'],
      params: {
        report: 'brief',
        title: 'Brief',
        queries: { closes: { sql: 'SELECT date, open, high, low, close FROM ohlcv ORDER BY date DESC' } },
        sections: [
          { type: 'metric_card', title: 'Last close', query: 'closes', column: 'close' },
          { type: 'chart', kind: 'line', title: 'Closes', query: 'closes', x: 'date', y: 'close' },
          { type: 'data_table', title: 'All', query: 'closes' },
        ],
      },
    },
    { id: 'pages', type: 'render', params: { report: { ref: 'ctx.brief' }, formats: ['html', 'pdf'] } },
    {
      id: 'folder',
      type: 'send',
      params: { channel: 'file', artifacts: { ref: 'ctx.pages.artifacts' }, folder: { var: 'folder' } },
    },
  ],
};
