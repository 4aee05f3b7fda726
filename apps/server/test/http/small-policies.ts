/** A step that reads nothing but numbers. */
const numbers = { id: 'numbers', type: 'query', params: { sql: 'SELECT 1 AS one' } };

/** A step, as far as tests change it. */
interface SmallStep {
  readonly id: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly skip_if?: Readonly<Record<string, unknown>>;
}

export interface SmallPolicy {
  readonly schema_version: 1;
  readonly name: string;
  readonly steps: readonly SmallStep[];
}

/** The policy with other parameters in the steps of a type. */
export function withParams(policy: SmallPolicy, type: string, params: SmallStep['params']): SmallPolicy {
  const steps = policy.steps.map((step) =>
    step.type === type ? { ...step, params: { ...step.params, ...params } } : step,
  );
  return { ...policy, steps };
}

/** A policy that is done in a moment and touches nothing. */
export function quickPolicy(
  name = 'quick',
  more: Readonly<Record<string, unknown>> & { readonly steps?: readonly SmallStep[] } = {},
): SmallPolicy {
  return { schema_version: 1, name, steps: [numbers], ...more };
}

/** The same with a schedule, every day at nine in New York. */
export function dailyPolicy(name = 'daily', trigger: Readonly<Record<string, unknown>> = {}) {
  return quickPolicy(name, {
    trigger: { cron: '0 9 * * *', timezone: 'America/New_York', misfire_grace_time: 3600, ...trigger },
  });
}

/** A policy whose only check fails, with the message. */
export function failingPolicy(name = 'failing', message = 'there is less than one') {
  const check = {
    name: 'few',
    condition: { field: { ref: 'ctx.numbers.row_count' }, op: 'gt', value: 1 },
    message,
  };
  return quickPolicy(name, {
    steps: [numbers, { id: 'checked', type: 'assert', params: { checks: [check] } }],
  });
}

/** The invented tickers as a report, rendered. */
export function reportPolicy(name = 'tickers', formats: readonly string[] = ['html', 'pdf', 'email']) {
  return quickPolicy(name, { steps: reportSteps(name, formats) });
}

/** The same report by mail: as slow as the mail server. */
export function mailPolicy(name = 'mailed', more: Readonly<Record<string, unknown>> = {}) {
  const mail = {
    id: 'mail',
    type: 'send',
    params: {
      channel: 'email',
      to: ['reader@example.org'],
      subject: 'Tickers',
      artifacts: { ref: 'ctx.pages.artifacts' },
    },
  };
  return quickPolicy(name, { steps: [...reportSteps(name, ['email']), mail], ...more });
}

function reportSteps(report: string, formats: readonly string[]) {
  return [
    {
      id: 'fetched',
      type: 'fetch',
      params: { provider: 'sample', dataset: 'instruments', criteria: { symbols: ['NRTH', 'TIDE'] } },
    },
    {
      id: 'kept',
      type: 'transform',
      params: { source: { ref: 'ctx.fetched' }, target: 'instruments' },
    },
    {
      id: 'brief',
      type: 'store_report',
      needs: ['kept'],
      params: {
        report,
        title: 'Tickers <script>alert(1)</script>',
        queries: { held: { sql: 'SELECT symbol, name FROM instruments ORDER BY symbol' } },
        sections: [{ type: 'data_table', title: 'Tickers', query: 'held' }],
      },
    },
    { id: 'pages', type: 'render', params: { report: { ref: 'ctx.brief' }, formats } },
  ];
}
