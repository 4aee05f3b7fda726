import { silentLogger, toInstant, toPolicyId, toReportId, toRunId } from '@daybook/kernel';
import { buildReportModel, createReportStep, type ReportDatabase } from '@daybook/stages-report';
import { createMemoryReportStore } from '@daybook/stages-report/testing';

const columns = [
  { name: 'date', type: 'date', approximate: false },
  { name: 'close', type: 'decimal', approximate: false },
] as const;
const rows = [
  ['2020-12-31', '3756.07'],
  ['2020-12-30', '3699.41'],
];
const database: ReportDatabase = {
  readAll: async () => ({ spy: { columns, rows, truncated: false } }),
};
const reports = createMemoryReportStore();
const step = createReportStep({ database, reports });

const compare = { row: 'second', label_column: 'date' };
const params = {
  report: 'weekly-brief',
  title: 'Weekly brief',
  queries: { spy: { sql: 'SELECT date, close FROM ohlcv ORDER BY date DESC' } },
  sections: [{ type: 'metric_card', title: 'SPY', query: 'spy', column: 'close', compare }],
};
const output = await step.run(params, {
  runId: toRunId('run_1'),
  policyId: toPolicyId('pol_1'),
  stepId: 'brief',
  attempt: 1,
  asOf: toInstant(1_609_452_000_000),
  signal: new AbortController().signal,
  log: silentLogger,
});

const { report_id } = output as { report_id: string };
const stored = await reports.load(toReportId(report_id), 1);
export const [card] = stored === undefined ? [] : buildReportModel(stored).sections;
// card: { figure: '3,756.07', comparison: { text: '+56.66 (+1.53 %) since 2020-12-30', … }, … }
