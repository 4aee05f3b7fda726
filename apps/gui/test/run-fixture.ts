import type { RunDetail, RunStep } from '@daybook/api-contract';

/** A step that ran between two instants, given in milliseconds after 12:00. */
export function makeStep(id: string, from: number | null, until: number | null): RunStep {
  const toText = (ms: number | null) => (ms === null ? null : new Date(noon + ms).toISOString());
  const state = from === null ? 'pending' : until === null ? 'running' : 'success';
  return {
    id,
    type: 'query',
    state,
    attempts: from === null ? 0 : 1,
    started_at: toText(from),
    finished_at: toText(until),
  };
}

export const noon = Date.parse('2026-03-06T12:00:00.000Z');

/** A run of those steps. */
export function makeRun(steps: readonly RunStep[], state: RunDetail['state'] = 'running'): RunDetail {
  const at = new Date(noon).toISOString();
  return {
    id: 'run_1',
    policy_id: 'pol_1',
    policy_name: 'brief',
    policy_version: 1,
    cause: 'manual',
    actor: 'me',
    state,
    dry_run: false,
    resumed_from: null,
    scheduled_for: at,
    created_at: at,
    started_at: at,
    finished_at: null,
    steps: [...steps],
    artifacts: [],
    link: '/runs/run_1',
  };
}
