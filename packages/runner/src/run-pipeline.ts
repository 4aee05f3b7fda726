import type { Instant, JsonValue } from '@daybook/kernel';
import type { Policy, PolicyStep } from '@daybook/policy';
import { decideNext, outputOf } from './decide-next.ts';
import { takeUp } from './orphaned-runs.ts';
import { endStatus } from './run-end.ts';
import type { RunListener } from './run-events.ts';
import type { RunState } from './run-state.ts';
import { runStep, type StepPorts } from './run-step.ts';
import type { RunHeader, RunRecord, RunStore, StepChange } from './run-store.ts';
import { toStepRecords } from './step-records.ts';
import type { StepState } from './step-state.ts';

/** What a run needs from outside. */
export interface PipelinePorts extends StepPorts {
  readonly store: RunStore;
}

/** How a run is worked on. */
interface RunSettings {
  readonly policy: Policy;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
  /** Steps side by side, at most. @default 4 */
  readonly concurrency?: number;
  readonly onEvent?: RunListener;
}

/** One run of a policy. */
export interface PipelineRequest extends RunSettings {
  readonly header: RunHeader;
  /** Outputs of a former run that are taken over; see `planResume`. @default none */
  readonly reused?: ReadonlyMap<string, Extract<StepState, { status: 'success' }>>;
}

/** A run on record that no process works on. */
export interface ContinueRequest extends RunSettings {
  readonly run: RunRecord;
}

/** A run that is on record and goes on by itself. */
export interface StartedPipeline {
  /**
   * The run as it was recorded at its end. A failing step never rejects it; only a store that fails does, after the
   * running steps were aborted.
   */
  readonly finished: Promise<RunRecord>;
}

/** Records a run, durably, and lets it go on; whoever asked need not wait for it. */
export async function startPipeline(
  ports: PipelinePorts,
  request: PipelineRequest,
): Promise<StartedPipeline> {
  const { header, policy, reused = new Map() } = request;
  const startedAt = ports.clock.now();
  const states = new Map<string, StepState>(
    policy.steps.map(({ id }) => [id, reused.get(id) ?? { status: 'pending' }]),
  );
  const traces = new Map<string, JsonValue>();
  const state: RunState = { status: 'running', startedAt };
  await ports.store.create({
    ...header,
    state,
    steps: toStepRecords(ports.steps, policy, { states, traces }),
  });
  const progress = { header, startedAt, states, traces, sequence: 1, takenUp: [] };
  return { finished: runSteps(ports, request, progress) };
}

/** Runs a policy to its end and gives back the run as it was recorded; see {@link StartedPipeline.finished}. */
export async function runPipeline(ports: PipelinePorts, request: PipelineRequest): Promise<RunRecord> {
  const { finished } = await startPipeline(ports, request);
  return finished;
}

/**
 * Goes on with a run that is on record as running, where its last commit left it: finished steps keep their outputs,
 * interrupted ones are tried once more. The caller has made sure that this does no harm, and that nobody else works on it.
 */
export async function continuePipeline(
  ports: PipelinePorts,
  request: ContinueRequest,
): Promise<StartedPipeline> {
  const { run } = request;
  const { state, steps, ...header } = run;
  const now = ports.clock.now();
  const sequence = (await ports.store.log(run.runId, 0)).length;
  const progress = {
    header,
    startedAt: state.status === 'queued' ? now : state.startedAt,
    states: new Map(steps.map((step) => [step.stepId, step.state])),
    traces: new Map(steps.flatMap(({ stepId, trace }) => (trace === null ? [] : [[stepId, trace] as const]))),
    sequence,
    takenUp: takeUp(run, now),
  };
  if (state.status === 'queued') {
    const running: RunState = { status: 'running', startedAt: now };
    await ports.store.commit({ runId: run.runId, at: now, steps: [], run: running });
    progress.sequence += 1;
  }
  return { finished: runSteps(ports, request, progress) };
}

interface Progress {
  readonly header: RunHeader;
  readonly startedAt: Instant;
  readonly states: Map<string, StepState>;
  readonly traces: Map<string, JsonValue>;
  /** Of the newest log entry. */
  sequence: number;
  /** Interrupted steps, about to be tried once more. */
  readonly takenUp: readonly StepChange[];
}

async function runSteps(
  ports: PipelinePorts,
  { policy, signal, concurrency = 4, onEvent = () => undefined }: RunSettings,
  progress: Progress,
): Promise<RunRecord> {
  const { store, clock } = ports;
  const { header, startedAt, states, traces } = progress;
  const { runId } = header;
  // Running steps stop also when the store fails, not only when somebody cancels.
  const abandon = new AbortController();
  const stepSignal = AbortSignal.any([signal, abandon.signal]);
  const running = new Map<string, Promise<StepChange>>();
  let runState: RunState = { status: 'running', startedAt };

  onEvent({ kind: 'run-started', runId, sequence: progress.sequence, stepIds: policy.order });

  function launch(step: PolicyStep, attempt: number): void {
    const outcome = runStep(ports, {
      step,
      firstAttempt: attempt,
      runId,
      policyId: header.policyId,
      asOf: header.scheduledFor,
      signal: stepSignal,
      outputOf: (stepId) => outputOf(states, stepId),
      onNextAttempt: (next, at) =>
        commit([{ stepId: step.id, state: { status: 'running', attempt: next, startedAt: at } }], at),
    });
    running.set(
      step.id,
      outcome.then((state) => ({ stepId: step.id, state })),
    );
  }

  async function commit(changes: readonly StepChange[], at: Instant, run?: RunState): Promise<void> {
    progress.sequence += 1;
    const { sequence } = progress;
    try {
      await store.commit({ runId, at, steps: changes, ...(run === undefined ? {} : { run }) });
    } catch (error) {
      // The one whose attempt could not be recorded would take this for a failure of its own, and the run went on.
      abandon.abort(error);
      throw error;
    }
    for (const { stepId, state, trace } of changes) {
      states.set(stepId, state);
      if (trace !== undefined) traces.set(stepId, trace);
      const type = policy.steps.find(({ id }) => id === stepId)?.type ?? '';
      onEvent({ kind: 'step-changed', runId, sequence, stepId, type, state });
    }
  }

  try {
    let finished: readonly StepChange[] = progress.takenUp;
    while (runState.status === 'running') {
      const now = clock.now();
      const again = finished.flatMap(({ stepId, state }) =>
        state.status === 'running'
          ? policy.steps.filter(({ id }) => id === stepId).map((step) => ({ step, attempt: state.attempt }))
          : [],
      );
      const next = decideNext({
        policy,
        states,
        finished,
        free: concurrency - running.size - again.length,
        cancelled: signal.aborted,
        now,
      });
      const end: RunState | undefined = next.ended
        ? { status: endStatus(policy, next.states, signal.aborted), startedAt, finishedAt: now }
        : undefined;
      await commit([...finished, ...next.changes], now, end);
      // Nothing runs before it is on record that it does.
      for (const { step, attempt } of again) launch(step, attempt);
      for (const step of next.starts) launch(step, 1);
      if (end !== undefined) runState = end;
      else {
        const change = await Promise.race(running.values());
        abandon.signal.throwIfAborted();
        running.delete(change.stepId);
        finished = [change];
      }
    }
  } catch (error) {
    abandon.abort(error);
    await Promise.allSettled(running.values());
    throw error;
  }
  onEvent({ kind: 'run-finished', runId, sequence: progress.sequence, state: runState });
  return { ...header, state: runState, steps: toStepRecords(ports.steps, policy, { states, traces }) };
}
