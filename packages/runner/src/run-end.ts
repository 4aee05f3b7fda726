import type { Policy, PolicyStep } from '@daybook/policy';
import { failsTheRun } from './plan-steps.ts';
import type { RunState } from './run-state.ts';
import type { StepState } from './step-state.ts';

/** How a run ends, from the states in which its steps ended. */
export function endStatus(
  policy: Policy,
  states: ReadonlyMap<string, StepState>,
  cancelled: boolean,
): Extract<RunState['status'], 'success' | 'partial' | 'failed' | 'cancelled'> {
  const ended = policy.steps.map((step) => ({
    step,
    state: states.get(step.id) ?? { status: 'pending' as const },
  }));
  const wasCancelled = ({ state }: { state: StepState }): boolean =>
    state.status === 'cancelled' || (state.status === 'skipped' && state.reason === 'cancelled');
  if (cancelled && ended.some(wasCancelled)) return 'cancelled';
  if (ended.some(({ step, state }) => failsTheRun(step, state))) return 'failed';
  if (ended.some(({ step, state }) => state.status === 'failed' || isEmptyLoad(step, state)))
    return 'partial';
  return 'success';
}

/** A step that loads something and found nothing says so in its outcome. */
function isEmptyLoad(step: PolicyStep, state: StepState): boolean {
  if (step.allowEmpty || state.status !== 'success') return false;
  const { output } = state;
  return typeof output === 'object' && output !== null && 'outcome' in output && output.outcome === 'empty';
}
