/** A short, complete policy that works on a fresh installation: the provider `sample` is built in. */
export const policyExample = {
  schema_version: 1,
  name: 'nrth-closes',
  trigger: { cron: '30 16 * * MON-FRI', timezone: 'America/New_York' },
  steps: [
    {
      id: 'prices',
      type: 'fetch',
      params: {
        provider: 'sample',
        dataset: 'ohlcv',
        criteria: { symbols: ['NRTH'], range: { type: 'relative', last: 'P1Y' } },
      },
    },
    { id: 'bars', type: 'transform', params: { source: { ref: 'ctx.prices' }, target: 'ohlcv' } },
    {
      id: 'brief',
      type: 'store_report',
      needs: ['bars'],
      params: {
        report: 'nrth-closes',
        title: 'NRTH closes',
        queries: {
          closes: { sql: "SELECT date, close FROM ohlcv WHERE symbol = 'NRTH' ORDER BY date DESC LIMIT 30" },
        },
        sections: [{ type: 'data_table', title: 'Last 30 days', query: 'closes' }],
      },
    },
    { id: 'pages', type: 'render', params: { report: { ref: 'ctx.brief' }, formats: ['html', 'pdf'] } },
    { id: 'files', type: 'send', params: { channel: 'file', artifacts: { ref: 'ctx.pages.artifacts' } } },
  ],
} as const;

/** Policies that stand in the descriptions of tools, for a test to judge with the real parser. */
export const toolExamples: readonly {
  readonly tool: string;
  readonly policy: Readonly<Record<string, unknown>>;
}[] = [{ tool: 'create_policy', policy: policyExample }];
