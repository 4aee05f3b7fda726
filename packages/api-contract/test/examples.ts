import type { RouteInput, RouteName, RouteOutput, routes } from '@daybook/api-contract';
import {
  artifact,
  at,
  delivery,
  fire,
  hash,
  plan,
  policyDetail,
  policyDocument,
  policySummary,
  reportVersion,
  runDetail,
  runStep,
  runSummary,
  slot,
  version,
} from './documents.ts';

interface Example<Name extends RouteName> {
  readonly input: RouteInput<(typeof routes)[Name]>;
  /** Where the request must go, and what it must carry. */
  readonly url: string;
  readonly body?: unknown;
  readonly answer: RouteOutput<(typeof routes)[Name]>;
}

const policy = { params: { id: 'pol_1' } };
const run = { params: { id: 'run_1' } };
const byVersion = { params: { id: 'rep_1', version: 12 } };
const decided = { body: { hash }, answer: policyDetail };
const mail = {
  configured: true,
  source: 'settings',
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  user: null,
  password_set: true,
  from: 'daybook@example.org',
  owner: null,
} as const;
const mailChange = {
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  password: 'ünsäglich',
  from: 'daybook@example.org',
} as const;
const token = {
  id: 'tok_1',
  name: 'desk agent',
  kind: 'agent' as const,
  scopes: ['read' as const],
  created_at: at,
};

/** One request of every route, as it must look on the wire, with an answer to it. */
export const examples: { readonly [Name in RouteName]: Example<Name> } = {
  getHealth: { input: {}, url: '/api/v1/health', answer: { status: 'ok' } },
  getOpenApi: { input: {}, url: '/api/v1/openapi.json', answer: { openapi: '3.1.0' } },
  getSystem: {
    input: {},
    url: '/api/v1/system',
    answer: {
      version: '0.1.0',
      now: at,
      timezone: 'Europe/Berlin',
      started_at: at,
      running_runs: 0,
      last_tick: null,
    },
  },
  getSession: {
    input: {},
    url: '/api/v1/session',
    answer: { name: 'gui', kind: 'session', scopes: ['read', 'approve'] },
  },
  reportPower: {
    input: { body: { event: 'suspend' } },
    url: '/api/v1/system/power',
    body: { event: 'suspend' },
    answer: undefined,
  },
  endSession: { input: {}, url: '/api/v1/session', body: {}, answer: undefined },
  getPolicySchema: { input: {}, url: '/api/v1/schema/policy', answer: { type: 'object' } },
  listStepTypes: {
    input: {},
    url: '/api/v1/step-types',
    answer: {
      items: [{ type: 'fetch', summary: 'Fetches.', effect: 'none', version: 1, params: {}, output: {} }],
    },
  },
  listProviders: {
    input: {},
    url: '/api/v1/providers',
    answer: { items: [{ id: 'sample', datasets: ['ohlcv'], available: true, remark: null }] },
  },
  listDatasets: {
    input: { query: { name: 'ohlcv', sample: 'true' } },
    url: '/api/v1/datasets?name=ohlcv&sample=true',
    answer: {
      items: [
        {
          name: 'ohlcv',
          all_providers: 'ohlcv_all',
          description: 'Daily bars.',
          columns: [
            { name: 'symbol', type: 'text' },
            { name: 'close', type: 'decimal', description: 'The last price of the day.' },
          ],
          key: ['symbol'],
          stored: true,
          rows: 7,
          symbols: 1,
          from: '2026-03-02',
          until: '2026-03-06',
          loaded_at: at,
          sample: [{ symbol: 'SPY', close: '682.39' }],
        },
      ],
    },
  },
  getSqlRules: {
    input: {},
    url: '/api/v1/schema/sql',
    answer: {
      functions: [{ name: 'dec_add', form: 'dec_add(x, y)', description: 'The exact sum.' }],
      limits: { characters: 10_000, rows: 10_000, bytes: 4_194_304 },
    },
  },
  runQuery: {
    input: { body: { sql: 'SELECT close FROM ohlcv WHERE symbol = :s', params: { s: 'SPY' } } },
    url: '/api/v1/query',
    body: { sql: 'SELECT close FROM ohlcv WHERE symbol = :s', params: { s: 'SPY' } },
    answer: {
      columns: [{ name: 'close', type: 'decimal' }],
      rows: [{ close: '682.39' }],
      row_count: 1,
      truncated: false,
      ms: 3,
    },
  },
  getSchedule: {
    input: { query: { days: 7 } },
    url: '/api/v1/schedule?days=7',
    answer: {
      coming: [{ ...fire, policy_id: 'pol_1', policy_name: 'x' }],
      truncated: false,
      past: [slot],
    },
  },
  validatePolicy: {
    input: { body: policyDocument },
    url: '/api/v1/policies/validate',
    body: policyDocument,
    answer: { valid: true, issues: [], plan, next_fires: [fire] },
  },
  listPolicies: {
    input: { query: { limit: 1, cursor: 'WyLDpCJd+/=&' } },
    url: '/api/v1/policies?limit=1&cursor=WyLDpCJd%2B%2F%3D%26',
    answer: { items: [policySummary], next_cursor: 'WyJ6Il0' },
  },
  createPolicy: {
    input: { body: policyDocument },
    url: '/api/v1/policies',
    body: policyDocument,
    answer: policyDetail,
  },
  getPolicy: { input: policy, url: '/api/v1/policies/pol_1', answer: policyDetail },
  updatePolicy: {
    input: { ...policy, body: policyDocument },
    url: '/api/v1/policies/pol_1',
    body: policyDocument,
    answer: policyDetail,
  },
  listPolicyVersions: {
    input: policy,
    url: '/api/v1/policies/pol_1/versions',
    answer: { items: [version] },
  },
  approvePolicy: { input: { ...policy, body: { hash } }, url: '/api/v1/policies/pol_1/approve', ...decided },
  rejectPolicy: { input: { ...policy, body: { hash } }, url: '/api/v1/policies/pol_1/reject', ...decided },
  pausePolicy: { input: policy, url: '/api/v1/policies/pol_1/pause', body: {}, answer: policyDetail },
  resumePolicy: { input: policy, url: '/api/v1/policies/pol_1/resume', body: {}, answer: policyDetail },
  changeSchedule: {
    input: { ...policy, body: { enabled: false } },
    url: '/api/v1/policies/pol_1/schedule',
    body: { enabled: false },
    answer: policyDetail,
  },
  listPolicySlots: {
    input: { params: { id: 'pol_1' }, query: { from: '2026-01-01', until: '2026-01-31' } },
    url: '/api/v1/policies/pol_1/slots?from=2026-01-01&until=2026-01-31',
    answer: {
      items: [
        { at, local: at, note: null, state: 'ran', reason: null, run: { id: 'run_1', state: 'success' } },
      ],
      truncated: false,
    },
  },
  previewSchedule: {
    input: { ...policy, query: { count: 3 } },
    url: '/api/v1/policies/pol_1/schedule/preview?count=3',
    answer: { timezone: 'America/New_York', fires: [fire] },
  },
  startRun: {
    input: { ...policy, body: { as_of: '2026-03-06T16:30:00-05:00' } },
    url: '/api/v1/policies/pol_1/runs',
    body: { as_of: '2026-03-06T16:30:00-05:00' },
    answer: runDetail,
  },
  listRuns: {
    input: { query: { policy_id: 'pol_1', state: 'failed' } },
    url: '/api/v1/runs?policy_id=pol_1&state=failed',
    answer: { items: [runSummary], next_cursor: null },
  },
  getRun: { input: run, url: '/api/v1/runs/run_1', answer: runDetail },
  listRunSteps: { input: run, url: '/api/v1/runs/run_1/steps', answer: { items: [runStep] } },
  followRun: { input: run, url: '/api/v1/runs/run_1/events', answer: { kind: 'run', run: runDetail } },
  resumeRun: {
    input: { ...run, body: { from_step: 'pages' } },
    url: '/api/v1/runs/run_1/resume',
    body: { from_step: 'pages' },
    answer: runDetail,
  },
  cancelRun: { input: run, url: '/api/v1/runs/run_1/cancel', body: {}, answer: runDetail },
  listReports: {
    input: { query: { policy_id: 'pol_1' } },
    url: '/api/v1/reports?policy_id=pol_1',
    answer: {
      items: [
        {
          id: 'rep_1',
          report: 'weekly-brief',
          title: 'Weekly brief',
          policy_id: 'pol_1',
          policy_name: 'x',
          newest: reportVersion,
          versions: [1],
        },
      ],
      next_cursor: null,
    },
  },
  getReportVersion: {
    input: byVersion,
    url: '/api/v1/reports/rep_1/versions/12',
    answer: { ...reportVersion, id: 'rep_1', report: 'weekly-brief', policy_id: 'pol_1' },
  },
  previewReport: {
    input: byVersion,
    url: '/api/v1/reports/rep_1/versions/12/preview',
    answer: undefined,
  },
  getArtifact: {
    input: { params: { id: artifact.id }, query: { download: 'true' } },
    url: '/api/v1/artifacts/art_1?download=true',
    answer: undefined,
  },
  listDeliveries: {
    input: { query: { run_id: 'run_1', status: 'unknown' } },
    url: '/api/v1/deliveries?run_id=run_1&status=unknown',
    answer: { items: [delivery], next_cursor: null },
  },
  resolveDelivery: {
    input: { params: { id: 'dlv_1' }, body: { outcome: 'sent' } },
    url: '/api/v1/deliveries/dlv_1/resolve',
    body: { outcome: 'sent' },
    answer: delivery,
  },
  listNotices: {
    input: {},
    url: '/api/v1/notices',
    answer: {
      items: [
        {
          id: 'ntc_1',
          kind: 'run_failed',
          policy_id: 'pol_1',
          policy_name: 'x',
          run_id: 'run_1',
          message: 'It failed.',
          created_at: at,
          mail: 'none',
          dismissed_at: null,
        },
      ],
    },
  },
  dismissNotice: {
    input: { params: { id: 'ntc_1' } },
    url: '/api/v1/notices/ntc_1/dismiss',
    body: {},
    answer: undefined,
  },
  listAudit: {
    input: { query: { limit: 200 } },
    url: '/api/v1/audit?limit=200',
    answer: {
      items: [{ sequence: 1, at, actor: 'person:owner', action: 'a', subject: 's', details: {} }],
      next_cursor: null,
    },
  },
  getEmailSettings: { input: {}, url: '/api/v1/settings/email', answer: mail },
  putEmailSettings: {
    input: { body: mailChange },
    url: '/api/v1/settings/email',
    body: mailChange,
    answer: mail,
  },
  testEmail: {
    input: { body: { to: 'me@example.org' } },
    url: '/api/v1/settings/email/test',
    body: { to: 'me@example.org' },
    answer: { to: 'me@example.org', response: '250 OK' },
  },
  listTokens: { input: {}, url: '/api/v1/tokens', answer: { items: [token] } },
  createToken: {
    input: { body: { name: 'desk agent', scopes: ['read'] } },
    url: '/api/v1/tokens',
    body: { name: 'desk agent', scopes: ['read'] },
    answer: { ...token, token: 'dbk_once' },
  },
  revokeToken: {
    input: { params: { id: 'tok_1' } },
    url: '/api/v1/tokens/tok_1',
    body: {},
    answer: undefined,
  },
};
