import { EngineError, type Instant, type JsonValue } from '@daybook/kernel';
import type { Policy, PolicyStep } from '@daybook/policy';
import { evaluateSkip } from './evaluate-skip.ts';
import { failsTheRun, hasEnded, planSteps } from './plan-steps.ts';
import type { RunListener } from './run-events.ts';
import type { RunState } from './run-state.ts';
import { runStep, type StepPorts } from './run-step.ts';
import type { RunHeader, RunRecord, RunStore, StepRecord } from './run-store.ts';
import type { StepState } from './step-state.ts';

/** What a run needs from outside. */
export interface PipelinePorts extends StepPorts {
  readonly store: RunStore;
}

/** One run of a policy. */
export interface PipelineRequest {
  readonly header: RunHeader;
  readonly policy: Policy;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
  /** Steps side by side, at most. @default 4 */
  readonly concurrency?: number;
  readonly onEvent?: RunListener;
}

interface Change {
  readonly stepId: string;
  readonly state: StepState;
}

/** A run that is on record and goes on by itself. */
export interface StartedPipeline {
  /** The run as it was recorded at its end; see {@link runPipeline}. */
  readonly finished: Promise<RunRecord>;
}

/** Records a run, durably, and lets it go on; whoever asked need not wait for it. */
export async function startPipeline(
  ports: PipelinePorts,
  request: PipelineRequest,
): Promise<StartedPipeline> {
  const { header, policy } = request;
  const startedAt = ports.clock.now();
  const states = new Map<string, StepState>(policy.steps.map(({ id }) => [id, { status: 'pending' }]));
  const state: RunState = { status: 'running', startedAt };
  await ports.store.create({ ...header, state, steps: stepRecords(ports, policy, states) });
  return { finished: runSteps(ports, request, { states, startedAt }) };
}

/**
 * Runs a policy to its end and gives back the run as it was recorded. The outcome of a step and the start of what
 * follows are one durable commit. A failing step never rejects the promise; only a store that fails does, after the
 * running steps were aborted.
 */
export async function runPipeline(ports: PipelinePorts, request: PipelineRequest): Promise<RunRecord> {
  const { finished } = await startPipeline(ports, request);
  return finished;
}

interface Progress {
  readonly states: Map<string, StepState>;
  readonly startedAt: Instant;
}

async function runSteps(
  ports: PipelinePorts,
  request: PipelineRequest,
  { states, startedAt }: Progress,
): Promise<RunRecord> {
  const { header, policy, signal, concurrency = 4, onEvent = () => undefined } = request;
  const { store, clock } = ports;
  const { runId } = header;
  // Running steps stop also when the store fails, not only when somebody cancels.
  const abandon = new AbortController();
  const stepSignal = AbortSignal.any([signal, abandon.signal]);
  const running = new Map<string, Promise<Change>>();
  let runState: RunState = { status: 'running', startedAt };

  onEvent({ kind: 'run-started', runId, stepIds: policy.order });

  function launch(step: PolicyStep): void {
    const outcome = runStep(ports, {
      step,
      runId,
      policyId: header.policyId,
      asOf: header.scheduledFor,
      signal: stepSignal,
      outputOf: (stepId) => outputOf(states, stepId),
      onNextAttempt: (attempt, at) =>
        commit([{ stepId: step.id, state: { status: 'running', attempt, startedAt: at } }]),
    });
    running.set(
      step.id,
      outcome.then((state) => ({ stepId: step.id, state })),
    );
  }

  async function commit(changes: readonly Change[], run?: RunState): Promise<void> {
    await store.commit({ runId, steps: changes, ...(run === undefined ? {} : { run }) });
    for (const { stepId, state } of changes) {
      states.set(stepId, state);
      const type = policy.steps.find(({ id }) => id === stepId)?.type ?? '';
      onEvent({ kind: 'step-changed', runId, stepId, type, state });
    }
  }

  try {
    let finished: readonly Change[] = [];
    while (runState.status === 'running') {
      const next = decide({
        policy,
        states,
        finished,
        free: concurrency - running.size,
        cancelled: signal.aborted,
        now: clock.now(),
      });
      const end = next.ended
        ? runEnd(policy, next.states, startedAt, clock.now(), signal.aborted)
        : undefined;
      await commit([...finished, ...next.changes], end);
      next.starts.forEach(launch);
      if (end !== undefined) runState = end;
      else {
        const change = await Promise.race(running.values());
        running.delete(change.stepId);
        finished = [change];
      }
    }
  } catch (error) {
    abandon.abort(error);
    await Promise.allSettled(running.values());
    throw error;
  }
  onEvent({ kind: 'run-finished', runId, state: runState });
  return { ...header, state: runState, steps: stepRecords(ports, policy, states) };
}

interface Situation {
  readonly policy: Policy;
  readonly states: ReadonlyMap<string, StepState>;
  /** Outcomes that are not committed yet. */
  readonly finished: readonly Change[];
  /** How many more steps may run. */
  readonly free: number;
  readonly cancelled: boolean;
  readonly now: Instant;
}

/** What follows from the steps' states: which start, which are skipped, and whether that was all. */
function decide({ policy, states, finished, free, cancelled, now }: Situation): {
  readonly changes: readonly Change[];
  readonly starts: readonly PolicyStep[];
  readonly states: ReadonlyMap<string, StepState>;
  readonly ended: boolean;
} {
  const next = new Map(states);
  for (const { stepId, state } of finished) next.set(stepId, state);
  const changes: Change[] = [];
  const change = (stepId: string, state: StepState): void => {
    changes.push({ stepId, state });
    next.set(stepId, state);
  };
  // A step that its own condition skips may decide others, so the plan is made again until no condition holds.
  for (;;) {
    const { ready, skips } = planSteps(policy, next, cancelled);
    for (const [stepId, reason] of skips) change(stepId, { status: 'skipped', reason });
    const skipped = ready.filter((step) => holds(step, next));
    for (const { id } of skipped) change(id, { status: 'skipped', reason: 'skip_if' });
    if (skipped.length > 0) continue;
    const starts = ready.slice(0, Math.max(0, free));
    for (const { id } of starts) change(id, { status: 'running', attempt: 1, startedAt: now });
    return { changes, starts, states: next, ended: [...next.values()].every(hasEnded) };
  }
}

/** A condition that can't be decided does not hold: the step starts, and fails with the reason. */
function holds(step: PolicyStep, states: ReadonlyMap<string, StepState>): boolean {
  try {
    return evaluateSkip(step, (stepId) => outputOf(states, stepId));
  } catch (error) {
    if (EngineError.isInstance(error) && error.code === 'step.condition-failed') return false;
    throw error;
  }
}

function runEnd(
  policy: Policy,
  states: ReadonlyMap<string, StepState>,
  startedAt: Instant,
  finishedAt: Instant,
  cancelled: boolean,
): RunState {
  return { status: endStatus(policy, states, cancelled), startedAt, finishedAt };
}

function endStatus(
  policy: Policy,
  states: ReadonlyMap<string, StepState>,
  cancelled: boolean,
): 'success' | 'partial' | 'failed' | 'cancelled' {
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

function outputOf(states: ReadonlyMap<string, StepState>, stepId: string): JsonValue | undefined {
  const state = states.get(stepId);
  return state?.status === 'success' ? state.output : undefined;
}

function stepRecords(
  { steps }: PipelinePorts,
  policy: Policy,
  states: ReadonlyMap<string, StepState>,
): readonly StepRecord[] {
  return policy.steps.map(({ id, type }) => ({
    stepId: id,
    type,
    stepVersion: steps.find(type)?.version ?? 1,
    state: states.get(id) ?? { status: 'pending' },
  }));
}
