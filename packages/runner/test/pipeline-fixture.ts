import { EngineError, type Instant, silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { createPolicyParser, type Policy } from '@daybook/policy';
import { createStepRegistry, defineStep, type StepCall } from '@daybook/registry';
import { type RunEvent, type RunRecord, runPipeline } from '@daybook/runner';
import { createMemoryRunStore, type MemoryRunStore } from '@daybook/runner/testing';
import { z } from 'zod';

/** What a test step does when it is called. */
export type Behaviour = (value: unknown, call: StepCall) => Promise<unknown>;

/** A clock that jumps: sleeping takes no time, and every reading is a second later. */
export function createJumpingClock(): {
  now(): Instant;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  slept: number[];
} {
  let reading = Date.parse('2026-01-01T00:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => toInstant((reading += 1000)),
    sleep: (ms, signal) => {
      // A step's timeout is the only sleep of a minute or more; it waits until its signal ends it.
      if (ms < 60_000) {
        slept.push(ms);
        return Promise.resolve();
      }
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    },
  };
}

/** How a test runs a policy, and what it can look at afterwards. */
export interface Fixture {
  readonly store: MemoryRunStore;
  readonly events: RunEvent[];
  readonly clock: ReturnType<typeof createJumpingClock>;
  run(steps: readonly object[], behaviours: Readonly<Record<string, Behaviour>>): Promise<RunRecord>;
  readonly controller: AbortController;
}

/** Steps of type `work` look up their behaviour by their own id and are given `value` of their parameters. */
export function createFixture(): Fixture {
  const store = createMemoryRunStore();
  const events: RunEvent[] = [];
  const clock = createJumpingClock();
  const controller = new AbortController();
  return {
    store,
    events,
    clock,
    controller,
    run(steps, behaviours) {
      const work = defineStep({
        type: 'work',
        summary: 'Does what the test says.',
        effect: 'none',
        params: z.strictObject({ value: z.unknown().optional() }),
        output: z.unknown(),
        execute: async ({ value }, call) => (behaviours[call.stepId] ?? (async () => ({})))(value, call),
      });
      const registry = createStepRegistry([work]);
      const policy = parsePolicy(steps, registry.shapes);
      const at = toInstant(Date.parse('2026-01-01T00:00:00Z'));
      const header = {
        runId: toRunId('run_1'),
        policyId: toPolicyId('pol_1'),
        policyVersion: 1,
        cause: 'manual' as const,
        actor: 'test',
        scheduledFor: at,
        createdAt: at,
      };
      return runPipeline(
        { steps: registry, store, clock, random: () => 0.5, log: silentLogger },
        { header, policy, signal: controller.signal, onEvent: (event) => events.push(event) },
      );
    },
  };
}

function parsePolicy(steps: readonly object[], shapes: Parameters<typeof createPolicyParser>[0]): Policy {
  const document = {
    schema_version: 1,
    name: 'test',
    steps: steps.map((step) => ({ type: 'work', params: {}, ...step })),
  };
  const parsed = createPolicyParser(shapes)(JSON.stringify(document));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.policy;
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

/** Fails as if a service were busy. */
export const busy: Behaviour = async () => {
  throw new EngineError('store.busy', 'busy', { advice: { kind: 'backoff' } });
};

/** Fails for good. */
export const broken: Behaviour = async () => {
  throw new EngineError('provider.refused', 'refused');
};
