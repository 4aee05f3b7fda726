import { silentLogger, toPolicyId, toRunId } from '@daybook/kernel';
import {
  continuePipeline,
  type PipelinePorts,
  type PipelineRequest,
  type RunEvent,
  type RunHeader,
  type RunRecord,
  runPipeline,
} from '@daybook/runner';
import { createMemoryRunStore, type MemoryRunStore } from '@daybook/runner/testing';
import { at, createJumpingClock, type JumpingClock } from './jumping-clock.ts';
import { type Behaviours, createWorkSteps, policyOf } from './work-steps.ts';

/** The run of every test. */
export const header: RunHeader = {
  runId: toRunId('run_1'),
  policyId: toPolicyId('pol_1'),
  policyVersion: 1,
  cause: 'manual',
  actor: 'test',
  scheduledFor: at(0),
  createdAt: at(0),
  resumedFrom: null,
  dryRun: false,
};

/** What a test may replace. */
interface FixtureParts {
  readonly store?: MemoryRunStore;
  readonly clock?: JumpingClock;
}

/** How a test runs a policy, and what it can look at afterwards. */
export interface Fixture {
  readonly store: MemoryRunStore;
  readonly events: RunEvent[];
  readonly clock: JumpingClock;
  /** Cancels. */
  readonly controller: AbortController;
  run(
    steps: readonly object[],
    behaviours?: Behaviours,
    request?: Partial<PipelineRequest>,
  ): Promise<RunRecord>;
  /** Goes on with a run, as a process does that finds it on record. */
  goOn(run: RunRecord, steps: readonly object[], behaviours?: Behaviours): Promise<RunRecord>;
}

export function createFixture(parts: FixtureParts = {}): Fixture {
  const { store = createMemoryRunStore(), clock = createJumpingClock() } = parts;
  const events: RunEvent[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  const onEvent = (event: RunEvent): void => void events.push(event);
  const portsOf = (behaviours: Behaviours): PipelinePorts => ({
    steps: createWorkSteps(behaviours),
    store,
    clock,
    random: () => 0.5,
    log: silentLogger,
  });
  return {
    store,
    events,
    clock,
    controller,
    run: (steps, behaviours = {}, request = {}) =>
      runPipeline(portsOf(behaviours), { header, policy: policyOf(steps), signal, onEvent, ...request }),
    async goOn(run, steps, behaviours = {}) {
      const request = { run, policy: policyOf(steps), signal, onEvent };
      const { finished } = await continuePipeline(portsOf(behaviours), request);
      return finished;
    },
  };
}

/** Step id → status, with the reason of a skip. */
export function statuses(run: RunRecord): Record<string, string> {
  return Object.fromEntries(
    run.steps.map(({ stepId, state }) => [
      stepId,
      state.status === 'skipped' ? `skipped ${state.reason}` : state.status,
    ]),
  );
}
