import type { Policy, PolicyStep } from '@daybook/policy';
import type { SkipReason, StepState } from './step-state.ts';

/** What can be decided from the states of a run's steps. */
export interface StepPlan {
  /** Steps whose turn it is, in order. */
  readonly ready: readonly PolicyStep[];
  /** Steps that will never run, with the reason. */
  readonly skips: ReadonlyMap<string, SkipReason>;
}

/** Whether a step has come to its end. */
export function hasEnded(state: StepState): boolean {
  return state.status !== 'pending' && state.status !== 'running';
}

/** Whether a failed step ends the whole run. */
export function failsTheRun(step: PolicyStep, state: StepState): boolean {
  return state.status === 'failed' && step.onError !== 'log_and_continue';
}

/**
 * Decides what may start and what is skipped. A failure that ends the run lets running steps finish and starts nothing
 * new.
 * @param cancelled whether the run was asked to stop.
 */
export function planSteps(
  policy: Policy,
  states: ReadonlyMap<string, StepState>,
  cancelled: boolean,
): StepPlan {
  const failing = policy.steps.some((step) => failsTheRun(step, stateOf(states, step.id)));
  const steps = new Map(policy.steps.map((step) => [step.id, step]));
  const skips = new Map<string, SkipReason>();
  const ready: PolicyStep[] = [];
  for (const id of policy.order) {
    const step = steps.get(id);
    if (step === undefined || stateOf(states, id).status !== 'pending') continue;
    const reason = cancelled ? 'cancelled' : failing ? 'run_failed' : skipReason(step, states, skips);
    if (reason === 'waiting') continue;
    if (reason === undefined) ready.push(step);
    else skips.set(id, reason);
  }
  return { ready, skips };
}

function skipReason(
  step: PolicyStep,
  states: ReadonlyMap<string, StepState>,
  skips: ReadonlyMap<string, SkipReason>,
): SkipReason | 'waiting' | undefined {
  let waiting = false;
  for (const { stepId, allowFailed } of step.dependsOn) {
    const { status } = stateOf(states, stepId);
    const skipped = status === 'skipped' || skips.has(stepId);
    if (!skipped && (status === 'pending' || status === 'running')) waiting = true;
    else if (allowFailed) continue;
    else if (skipped) return 'dependency_skipped';
    else if (status === 'failed' || status === 'cancelled') return 'dependency_failed';
  }
  return waiting ? 'waiting' : undefined;
}

function stateOf(states: ReadonlyMap<string, StepState>, stepId: string): StepState {
  return states.get(stepId) ?? { status: 'pending' };
}
