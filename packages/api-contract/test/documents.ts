import type {
  ArtifactSummary,
  DeliveryDocument,
  PolicyDetail,
  PolicyPlan,
  PolicySummary,
  PolicyVersionDocument,
  Problem,
  ReportVersion,
  RunDetail,
  RunStep,
  RunSummary,
  SlotDocument,
} from '@daybook/api-contract';

/** Documents as a server answers them, one of each kind. */

export const at = '2026-03-06T21:30:00.000Z';
export const hash = '0123456789abcdef'.repeat(4);
const link = 'http://127.0.0.1:4310/policies/pol_1';

export const fire = { at, local: '2026-03-06 16:30', note: null };

export const policyDocument = { schema_version: 1, name: 'wöchentlich 周报', steps: [] };

export const plan: PolicyPlan = {
  when: 'Fridays at 16:30, New York time',
  steps: [{ id: 'mail', type: 'send', effect: 'external-delivery', words: 'Mails the brief.' }],
  recipients: ['me@example.org'],
  providers: ['sample'],
  datasets: ['ohlcv'],
  queries: ['SELECT 1'],
};

export const version: PolicyVersionDocument = {
  version: 2,
  verdict: 'proposed',
  hash,
  document: policyDocument,
  created_at: at,
  created_by: 'agent:desk',
  decided_at: null,
  decided_by: null,
};

export const policySummary: PolicySummary = {
  id: 'pol_1',
  name: 'wöchentlich 周报',
  description: null,
  standing: 'approved',
  enabled: true,
  schedule: { cron: '30 16 * * FRI', timezone: 'America/New_York', words: 'Fridays at 16:30' },
  approved_version: 1,
  newest_version: 2,
  proposed_version: 2,
  next_fire: fire,
  last_run: { id: 'run_1', state: 'success', created_at: at },
  created_at: at,
  updated_at: at,
  link,
};

export const policyDetail: PolicyDetail = {
  ...policySummary,
  version,
  approved: { ...version, version: 1, verdict: 'approved', decided_at: at, decided_by: 'person:owner' },
  needs_renewal: false,
  plan,
  issues: [{ pointer: '/steps', code: 'policy.invalid', message: 'is empty', severity: 'warning' }],
  next_fires: [fire],
};

export const runSummary: RunSummary = {
  id: 'run_1',
  policy_id: 'pol_1',
  policy_name: 'wöchentlich 周报',
  policy_version: 1,
  cause: 'agent',
  dry_run: false,
  resumed_from: null,
  actor: 'agent:desk',
  state: 'failed',
  scheduled_for: at,
  created_at: at,
  started_at: at,
  finished_at: null,
};

export const runStep: RunStep = {
  id: 'prices',
  type: 'fetch',
  state: 'failed',
  attempts: 3,
  started_at: at,
  finished_at: at,
  error: { code: 'provider.refused', message: 'The provider said no. 请重试 🙃', advice: 'never' },
};

export const artifact: ArtifactSummary = {
  id: 'art_1',
  report_id: 'rep_1',
  version: 1,
  format: 'pdf',
  name: 'weekly-brief.pdf',
  bytes: 1_234,
};

export const runDetail: RunDetail = { ...runSummary, steps: [runStep], artifacts: [artifact], link };

export const reportVersion: ReportVersion = {
  version: 1,
  title: 'Weekly brief',
  as_of: at,
  run_id: 'run_1',
  empty: false,
  snapshot_sha256: hash,
  artifacts: [artifact],
};

export const delivery: DeliveryDocument = {
  id: 'dlv_1',
  report_id: 'rep_1',
  report: 'weekly-brief',
  version: 1,
  policy_id: 'pol_1',
  policy_name: null,
  run_id: 'run_1',
  artifact_id: 'art_1',
  channel: 'email',
  recipient: 'me@example.org',
  status: 'unknown',
  reason: 'The answer of the mail server got lost.',
  claimed_at: at,
  finished_at: null,
};

export const slot: SlotDocument = {
  policy_id: 'pol_1',
  policy_name: 'wöchentlich 周报',
  scheduled_for: at,
  state: 'skipped',
  reason: 'misfired',
  run_id: null,
};

export const conflict: Problem = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  detail: 'Nobody has approved "wöchentlich 周报" yet.',
  code: 'approval.required',
  advice: 'after',
  retry_after: 60,
  issues: [{ pointer: '/steps/0', code: 'x', message: 'y', severity: 'error', suggestion: 'z' }],
  link,
  details: { policy_id: 'pol_1' },
};
