import type { Instant, JsonValue } from '@daybook/kernel';
import type { Policy, PolicyStep } from '@daybook/policy';
import { evaluateSkip } from './evaluate-skip.ts';
import { hasEnded, planSteps } from './plan-steps.ts';
import type { StepChange } from './run-store.ts';
import type { StepState } from './step-state.ts';

/** Where a run stands when something has ended. */
export interface Situation {
  readonly policy: Policy;
  readonly states: ReadonlyMap<string, StepState>;
  /** Outcomes that are not committed yet. */
  readonly finished: readonly StepChange[];
  /** How many more steps may run. */
  readonly free: number;
  readonly cancelled: boolean;
  readonly now: Instant;
}

/** What follows. */
export interface NextSteps {
  readonly changes: readonly StepChange[];
  readonly starts: readonly PolicyStep[];
  /** After the changes. */
  readonly states: ReadonlyMap<string, StepState>;
  /** Whether that was all. */
  readonly ended: boolean;
}

/** Decides, from the steps' states, which start and which are skipped. */
export function decideNext({ policy, states, finished, free, cancelled, now }: Situation): NextSteps {
  const next = new Map(states);
  for (const { stepId, state } of finished) next.set(stepId, state);
  const changes: StepChange[] = [];
  const change = (stepId: string, state: StepState, trace?: JsonValue): void => {
    changes.push({ stepId, state, ...(trace === undefined ? {} : { trace }) });
    next.set(stepId, state);
  };
  // A step that its own condition skips may decide others, so the plan is made again until no condition holds.
  for (;;) {
    const { ready, skips } = planSteps(policy, next, cancelled);
    for (const [stepId, reason] of skips) change(stepId, { status: 'skipped', reason });
    const judged = ready.map((step) => ({ step, ...judge(step, next) }));
    const skipped = judged.filter(({ holds }) => holds);
    for (const { step, trace } of skipped) change(step.id, { status: 'skipped', reason: 'skip_if' }, trace);
    if (skipped.length > 0) continue;
    const starts = judged.slice(0, Math.max(0, free));
    for (const { step, trace } of starts) {
      change(step.id, { status: 'running', attempt: 1, startedAt: now }, trace);
    }
    return {
      changes,
      starts: starts.map(({ step }) => step),
      states: next,
      ended: [...next.values()].every(hasEnded),
    };
  }
}

/** A condition that can't be decided does not hold: the step starts, and fails with the reason. */
function judge(
  step: PolicyStep,
  states: ReadonlyMap<string, StepState>,
): { readonly holds: boolean; readonly trace?: JsonValue } {
  const evaluation = evaluateSkip(step, (stepId) => outputOf(states, stepId));
  if (evaluation === undefined || !evaluation.ok) return { holds: false };
  return { holds: evaluation.result, trace: { ...evaluation.trace } };
}

/** The output of a step that succeeded. */
export function outputOf(states: ReadonlyMap<string, StepState>, stepId: string): JsonValue | undefined {
  const state = states.get(stepId);
  return state?.status === 'success' ? state.output : undefined;
}
