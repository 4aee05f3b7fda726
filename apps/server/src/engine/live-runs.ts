import type { RunOrder, RunStarter } from '@daybook/guardrails';
import { EngineError, type Logger, type RunId, toEngineError } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import {
  continuePipeline,
  type LeaseKeeper,
  type PipelinePorts,
  planResume,
  type RunEvent,
  type RunListener,
  type RunRecord,
  type StartedPipeline,
  startPipeline,
} from '@daybook/runner';
import { endUnrecorded } from './end-unrecorded.ts';
import { logRunEvent } from './log-run-event.ts';

/** The runs that this process works on. */
export interface LiveRuns {
  /** For the guarded entry alone. */
  readonly starter: RunStarter;
  /** Works on a run for show; `onEnd` is called instead of the one for real runs. */
  watchDry(
    runId: RunId,
    begin: (signal: AbortSignal, onEvent: RunListener) => Promise<StartedPipeline>,
    onEnd: (run: RunRecord | undefined) => Promise<void>,
  ): Promise<void>;
  /** Goes on with a run whose process died; the caller has made sure that this does no harm. */
  takeUp(run: RunRecord, policy: Policy): Promise<void>;
  /** Asks a run to stop; false when this process does not work on it. */
  cancel(runId: RunId, reason: string): boolean;
  /** Stops all runs at once: what they do can't be recorded any more. */
  abandon(): void;
  /** Tells of a run's events from now on; the function returned ends it. */
  follow(runId: RunId, listener: RunListener): () => void;
  /** Resolves with the run when it has ended; `undefined` when this process does not work on it. */
  finished(runId: RunId): Promise<RunRecord> | undefined;
  readonly count: number;
  /** Waits for all runs; those not over after `graceMs` are cancelled and waited for. */
  drain(graceMs: number): Promise<void>;
}

export interface LiveRunPorts extends PipelinePorts {
  readonly lease: Pick<LeaseKeeper, 'ensure' | 'fence'>;
  readonly countUnfinished: RunStarter['countUnfinished'];
  /** Called once for every run that ended, after it was committed. */
  onEnd(run: RunRecord, policyName: string): Promise<void>;
}

interface LiveRun {
  readonly controller: AbortController;
  readonly listeners: Set<RunListener>;
  readonly finished: Promise<RunRecord>;
}

/** Runs policies in this process. */
export function createLiveRuns(ports: LiveRunPorts): LiveRuns {
  const live = new Map<RunId, LiveRun>();
  const unrecorded = new Set<Promise<void>>();
  const stopping = new AbortController();

  /** Keeps a run in sight from its first event to its end. */
  async function watch(
    runId: RunId,
    begin: (signal: AbortSignal, onEvent: RunListener) => Promise<StartedPipeline>,
    onEnd: (run: RunRecord | undefined) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    const listeners = new Set<RunListener>([(event) => logRunEvent(ports.log, event)]);
    const begun = begin(controller.signal, (event) => tell(listeners, event, ports.log));
    const ended = begun.then(({ finished }) => finish(runId, finished, onEnd));
    // Whoever waits for it is told; nobody waiting is no reason to end the process.
    ended.catch(() => undefined);
    live.set(runId, { controller, listeners, finished: ended });
    try {
      await begun;
    } catch (cause) {
      live.delete(runId);
      throw cause;
    }
  }

  async function start(order: RunOrder): Promise<void> {
    await ports.lease.ensure();
    const { runId, approved, resume } = order;
    const { policy } = approved;
    const reused = resume === null ? undefined : await planFrom(ports, policy, resume);
    const begin = (signal: AbortSignal, onEvent: RunListener): Promise<StartedPipeline> =>
      startPipeline(bound(ports), {
        header: {
          runId,
          policyId: order.policyId,
          policyVersion: order.version,
          cause: order.cause,
          actor: order.actor,
          scheduledFor: order.scheduledFor,
          createdAt: ports.clock.now(),
          resumedFrom: resume?.runId ?? null,
          dryRun: false,
        },
        policy,
        signal,
        onEvent,
        ...(reused === undefined ? {} : { reused }),
      });
    await watch(runId, begin, forReal(policy.name));
  }

  /** A run that can't be recorded to its end has none to tell of. */
  function forReal(policyName: string) {
    return async (run: RunRecord | undefined): Promise<void> => {
      if (run !== undefined) await ports.onEnd(run, policyName);
    };
  }

  async function finish(
    runId: RunId,
    finished: Promise<RunRecord>,
    onEnd: (run: RunRecord | undefined) => Promise<void>,
  ): Promise<RunRecord> {
    let run: RunRecord | undefined;
    try {
      run = await finished;
      return run;
    } catch (cause) {
      const error = toEngineError(cause);
      ports.log.error(`The run ${runId} could not be recorded to its end: ${error.message}`, {
        run_id: runId,
        code: error.code,
      });
      endLater(runId, error, onEnd);
      throw cause;
    } finally {
      await onEnd(run).catch((cause: unknown) => {
        ports.log.error(`What follows the end of the run ${runId} failed: ${String(cause)}`, {
          run_id: runId,
        });
      });
      live.delete(runId);
    }
  }

  /** Whoever waits for the run need not wait for the store. */
  function endLater(
    runId: RunId,
    cause: EngineError,
    onEnd: (run: RunRecord | undefined) => Promise<void>,
  ): void {
    const ending: Promise<void> = endUnrecorded(ports, { runId, cause }, stopping.signal)
      // What a run for show left was thrown away when it stopped.
      .then((run) => (run === undefined || run.dryRun ? undefined : onEnd(run)))
      .catch((failure: unknown) => {
        ports.log.error(`What follows the end of the run ${runId} failed: ${String(failure)}`, {
          run_id: runId,
        });
      })
      .finally(() => unrecorded.delete(ending));
    unrecorded.add(ending);
  }

  async function drain(graceMs: number): Promise<void> {
    const grace = new AbortController();
    const all = () => Promise.allSettled([...live.values()].map(({ finished }) => finished));
    const waited = ports.clock.sleep(graceMs, grace.signal).catch(() => undefined);
    await Promise.race([all(), waited]);
    grace.abort();
    for (const { controller } of live.values()) controller.abort(shutDown());
    await all();
    stopping.abort();
    await Promise.all(unrecorded);
  }

  return {
    starter: {
      // Before the lease is held, another process could begin a run right after they were counted.
      async countUnfinished(policyId) {
        await ports.lease.ensure();
        return ports.countUnfinished(policyId);
      },
      has: async (runId) => live.has(runId) || (await ports.store.read(runId)) !== undefined,
      start,
    },
    watchDry: watch,
    takeUp: (run, policy) =>
      watch(
        run.runId,
        (signal, onEvent) => continuePipeline(bound(ports), { run, policy, signal, onEvent }),
        forReal(policy.name),
      ),
    cancel(runId, reason) {
      const run = live.get(runId);
      run?.controller.abort(new EngineError('run.cancelled', reason));
      return run !== undefined;
    },
    abandon() {
      for (const { controller } of live.values()) controller.abort(fenced());
    },
    follow(runId, listener) {
      const listeners = live.get(runId)?.listeners;
      listeners?.add(listener);
      return () => listeners?.delete(listener);
    },
    finished: (runId) => live.get(runId)?.finished,
    get count() {
      return live.size;
    },
    drain,
  };
}

/**
 * A run belongs to the term in which it began: when the lease was lost and taken again meanwhile, somebody else may have
 * taken the run up.
 */
function bound(ports: LiveRunPorts): PipelinePorts {
  const { store, lease } = ports;
  const fence = lease.fence();
  const check = (): void => {
    if (lease.fence() !== fence) throw fenced();
  };
  return {
    ...ports,
    store: {
      ...store,
      async create(run) {
        check();
        await store.create(run);
      },
      async commit(change) {
        check();
        await store.commit(change);
      },
    },
  };
}

async function planFrom(
  { store, steps }: LiveRunPorts,
  policy: Policy,
  { runId, fromStep }: NonNullable<RunOrder['resume']>,
): Promise<ReturnType<typeof planResume>> {
  const former = await store.read(runId);
  if (former === undefined) throw new EngineError('run.not-found', `There is no run ${runId} to resume.`);
  return planResume({ policy, former, steps, ...(fromStep === null ? {} : { fromStep }) });
}

function tell(listeners: ReadonlySet<RunListener>, event: RunEvent, log: Logger): void {
  for (const listener of listeners) {
    try {
      listener(event);
    } catch (cause) {
      log.warn(`Somebody who follows the run ${event.runId} could not be told of it: ${String(cause)}`);
    }
  }
}

function shutDown(): EngineError {
  return new EngineError('run.cancelled', 'Daybook was stopped while the run was under way.');
}

function fenced(): EngineError {
  return new EngineError('run.fenced', 'Another Daybook process has taken over the database.');
}
