import type {
  DeliveryDocument,
  PolicyDetail,
  PolicySummary,
  ReportSummary,
  ReportVersion,
  RunDetail,
} from '@daybook/api-contract';

const at = '2026-03-06T21:30:00.000Z';
const base = 'http://127.0.0.1:4310';
const fire = { at: '2026-03-09T20:30:00.000Z', local: '2026-03-09 16:30', note: null };

/** A policy of which no version is approved. */
export function policySummary(changes: Partial<PolicySummary> = {}): PolicySummary {
  return {
    id: 'pol_1',
    name: 'nrth-closes',
    description: null,
    standing: 'proposed',
    enabled: true,
    schedule: { cron: '30 16 * * MON-FRI', timezone: 'America/New_York', words: 'At 16:30 on working days' },
    approved_version: null,
    newest_version: 1,
    proposed_version: 1,
    next_fire: null,
    last_run: null,
    created_at: at,
    updated_at: at,
    link: `${base}/policies/${changes.id ?? 'pol_1'}`,
    ...changes,
  };
}

export const approved = {
  standing: 'approved',
  approved_version: 1,
  proposed_version: null,
  next_fire: fire,
} as const satisfies Partial<PolicySummary>;

export function policyDetail(changes: Partial<PolicyDetail> = {}): PolicyDetail {
  const summary = policySummary(changes);
  return {
    ...summary,
    version: {
      version: summary.newest_version,
      verdict: summary.proposed_version === null ? 'approved' : 'proposed',
      hash: 'a'.repeat(64),
      document: { schema_version: 1, name: summary.name },
      created_at: at,
      created_by: 'an agent',
      decided_at: null,
      decided_by: null,
    },
    approved: null,
    needs_renewal: false,
    plan: {
      when: 'At 16:30 on working days',
      steps: [{ id: 'prices', type: 'fetch', effect: 'none', words: 'Fetches ohlcv of NRTH' }],
      recipients: [],
      providers: ['sample'],
      datasets: ['ohlcv'],
      queries: [],
    },
    issues: [],
    next_fires: [fire],
    ...changes,
  };
}

export function runDetail(changes: Partial<RunDetail> = {}): RunDetail {
  return {
    id: 'run_1',
    policy_id: 'pol_1',
    policy_name: 'nrth-closes',
    policy_version: 1,
    dry_run: false,
    resumed_from: null,
    cause: 'agent',
    actor: 'an agent',
    state: 'success',
    scheduled_for: at,
    created_at: at,
    started_at: at,
    finished_at: at,
    steps: [
      {
        id: 'brief',
        type: 'store_report',
        state: 'success',
        attempts: 1,
        started_at: at,
        finished_at: at,
        words: 'Stored version 3',
        output: { report_id: 'rep_1', version: 3, changed: true },
      },
    ],
    artifacts: [artifact],
    link: `${base}/runs/run_1`,
    ...changes,
  };
}

const artifact = {
  id: 'art_1',
  report_id: 'rep_1',
  version: 3,
  format: 'html',
  name: 'nrth-closes.html',
  bytes: 2048,
};

export function reportVersion(changes: Partial<ReportVersion> = {}): ReportVersion {
  return {
    version: 3,
    title: 'NRTH closes',
    as_of: at,
    run_id: 'run_1',
    empty: false,
    snapshot_sha256: 'b'.repeat(64),
    artifacts: [artifact],
    ...changes,
  };
}

export function reportSummary(changes: Partial<ReportSummary> = {}): ReportSummary {
  return {
    id: 'rep_1',
    report: 'nrth-closes',
    title: 'NRTH closes',
    policy_id: 'pol_1',
    policy_name: 'nrth-closes',
    newest: reportVersion(),
    versions: [3, 2, 1],
    ...changes,
  };
}

export function delivery(changes: Partial<DeliveryDocument> = {}): DeliveryDocument {
  return {
    id: 'dlv_1',
    report_id: 'rep_1',
    report: 'nrth-closes',
    version: 3,
    policy_id: 'pol_1',
    policy_name: 'nrth-closes',
    run_id: 'run_1',
    artifact_id: 'art_1',
    channel: 'file',
    recipient: 'briefs/nrth-closes.html',
    status: 'sent',
    reason: null,
    claimed_at: at,
    finished_at: at,
    ...changes,
  };
}

/** One page that holds everything. */
export function page<Item>(...items: readonly Item[]) {
  return { items: [...items], next_cursor: null };
}
