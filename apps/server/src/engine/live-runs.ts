import { EngineError, type Instant, type Logger, type RunId, toEngineError } from '@daybook/kernel';
import type { RunOrder, RunStarter } from '@daybook/guardrails';
import {
  type PipelinePorts,
  type RunEvent,
  type RunListener,
  type RunRecord,
  startPipeline,
} from '@daybook/runner';

/** The runs that this process works on. */
export interface LiveRuns {
  /** For the guarded entry alone. */
  readonly starter: RunStarter;
  /** Asks a run to stop; false when this process does not work on it. */
  cancel(runId: RunId, reason: string): boolean;
  /** Tells of a run's events from now on; the function returned ends it. */
  follow(runId: RunId, listener: RunListener): () => void;
  /** Resolves with the run when it has ended; `undefined` when this process does not work on it. */
  finished(runId: RunId): Promise<RunRecord> | undefined;
  readonly count: number;
  /** Waits for all runs; those not over after `graceMs` are cancelled and waited for. */
  drain(graceMs: number): Promise<void>;
}

export interface LiveRunPorts extends PipelinePorts {
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

  async function start(order: RunOrder): Promise<void> {
    const { runId, approved, ...rest } = order;
    const controller = new AbortController();
    const listeners = new Set<RunListener>();
    const { finished } = await startPipeline(ports, {
      header: {
        runId,
        policyId: rest.policyId,
        policyVersion: rest.version,
        cause: rest.cause,
        actor: rest.actor,
        scheduledFor: rest.scheduledFor,
        createdAt: ports.clock.now(),
      },
      policy: approved.policy,
      signal: controller.signal,
      onEvent: (event) => tell(listeners, event, ports.log),
    });
    const ended = finish(runId, finished, approved.policy.name);
    // Whoever waits for it is told; nobody waiting is no reason to end the process.
    ended.catch(() => undefined);
    live.set(runId, { controller, listeners, finished: ended });
  }

  async function finish(runId: RunId, finished: Promise<RunRecord>, policyName: string): Promise<RunRecord> {
    try {
      const run = await finished;
      await ports.onEnd(run, policyName);
      return run;
    } catch (cause) {
      const { code, message } = toEngineError(cause);
      ports.log.error(`The run ${runId} could not be recorded to its end: ${message}`, {
        run_id: runId,
        code,
      });
      throw cause;
    } finally {
      live.delete(runId);
    }
  }

  async function drain(graceMs: number): Promise<void> {
    const grace = new AbortController();
    const all = () => Promise.allSettled([...live.values()].map(({ finished }) => finished));
    const waited = ports.clock.sleep(graceMs, grace.signal).catch(() => undefined);
    await Promise.race([all(), waited]);
    grace.abort();
    for (const { controller } of live.values()) controller.abort(shutDown());
    await all();
  }

  return {
    starter: {
      countUnfinished: ports.countUnfinished,
      has: async (runId) => live.has(runId) || (await ports.store.read(runId)) !== undefined,
      start,
    },
    cancel(runId, reason) {
      const run = live.get(runId);
      run?.controller.abort(new EngineError('run.cancelled', reason));
      return run !== undefined;
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

/** When a run that is over began and ended. */
export interface RunTimes {
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** The times of a run's state; `null` for those that lie ahead. */
export function runTimes({ state }: Pick<RunRecord, 'state'>): RunTimes {
  if (state.status === 'queued') return { startedAt: null, finishedAt: null };
  return { startedAt: state.startedAt, finishedAt: 'finishedAt' in state ? state.finishedAt : null };
}
