import { type Clock, EngineError, type RunId, toEngineError } from '@daybook/kernel';
import type { StepRegistry } from '@daybook/registry';
import type { RunRecord, RunState, RunStore, StepChange } from '@daybook/runner';

export interface UnrecordedPorts {
  readonly store: RunStore;
  readonly steps: StepRegistry;
  readonly clock: Clock;
}

/** How long to wait before the store is tried again, in milliseconds: somebody has to make room on the disk first. */
const pauseMs = 2_000;

/**
 * Ends a run that stopped because the store refused a commit, such as on a full disk: tries until the end is on record.
 * Otherwise the run would count as running for as long as this process lives, and keep others of its policy from starting.
 * @returns the run as it ended; `undefined` when that is another's business by now, or the signal aborted.
 */
export async function endUnrecorded(
  ports: UnrecordedPorts,
  { runId, cause }: { readonly runId: RunId; readonly cause: EngineError },
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  let last = cause;
  while (!isOver(last)) {
    try {
      return await endRun(ports, runId, cause);
    } catch (thrown) {
      last = toEngineError(thrown);
    }
    if (signal.aborted) return undefined;
    await ports.clock.sleep(pauseMs, signal).catch(() => undefined);
  }
  return undefined;
}

/** Another process has the right to end it, or it has ended. */
function isOver({ code }: EngineError): boolean {
  return code === 'run.fenced' || code === 'run.illegal-transition' || code === 'run.not-found';
}

async function endRun(
  { store, steps, clock }: UnrecordedPorts,
  runId: RunId,
  { code, message, advice }: EngineError,
): Promise<RunRecord> {
  const run = await store.read(runId);
  if (run === undefined) throw new EngineError('run.not-found', `There is no run ${runId}.`);
  const at = clock.now();
  const failure = {
    code,
    message: `What the step did could not be recorded. ${message}`,
    advice: advice.kind,
  };
  const changes = run.steps.flatMap(({ stepId, state }): readonly StepChange[] => {
    if (state.status === 'pending') return [{ stepId, state: { status: 'skipped', reason: 'run_failed' } }];
    if (state.status !== 'running') return [];
    return [{ stepId, state: { ...state, status: 'failed', finishedAt: at, failure } }];
  });
  // What a delivery came to is not on record either.
  const isDelivering = run.steps.some(
    ({ type, state }) => state.status === 'running' && steps.find(type)?.effect === 'external-delivery',
  );
  const state: RunState = {
    status: isDelivering ? 'needs_attention' : 'failed',
    startedAt: run.state.status === 'queued' ? at : run.state.startedAt,
    finishedAt: at,
  };
  await store.commit({ runId, at, steps: changes, run: state });
  return (await store.read(runId)) ?? run;
}
