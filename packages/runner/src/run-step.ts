import {
  type Clock,
  EngineError,
  type Instant,
  type JsonValue,
  type Logger,
  type PolicyId,
  type RunId,
  toEngineError,
} from '@daybook/kernel';
import type { PolicyStep } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import retry from 'async-retry';
import { refuseUndecided } from './evaluate-skip.ts';
import { type OutputLookup, resolveReferences } from './resolve-references.ts';
import { retryDelayMs } from './retry-policy.ts';
import type { StepState } from './step-state.ts';
import { withTimeout } from './with-timeout.ts';

/** What running a step needs from outside. */
export interface StepPorts {
  readonly steps: StepRegistry;
  readonly clock: Clock;
  /** A number from 0 up to but not including 1, for the jitter. */
  readonly random: () => number;
  readonly log: Logger;
  /** Runs work so that whatever it logs is known to belong to that step. @default runs it */
  readonly within?: <T>(place: LogPlace, work: () => Promise<T>) => Promise<T>;
}

/** What log lines belong to. */
export interface LogPlace {
  readonly runId: RunId;
  readonly stepId: string;
  /** The step's type. */
  readonly stage: string;
}

/** One step of one run. */
export interface StepRequest {
  readonly step: PolicyStep;
  /** More than 1 when former attempts were interrupted. */
  readonly firstAttempt: number;
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly asOf: Instant;
  readonly signal: AbortSignal;
  readonly outputOf: OutputLookup;
  /** Called before every attempt after the first, and awaited. */
  readonly onNextAttempt: (attempt: number, startedAt: Instant) => Promise<void>;
}

/** How a step ended; never rejects for a failure of the step. */
export async function runStep(
  ports: StepPorts,
  request: StepRequest,
): Promise<Extract<StepState, { status: 'success' | 'failed' | 'cancelled' }>> {
  const { step, signal, firstAttempt } = request;
  const { clock, within = (_place, work) => work() } = ports;
  const place: LogPlace = { runId: request.runId, stepId: step.id, stage: step.type };
  let attempt = firstAttempt;
  let startedAt = clock.now();
  try {
    const output = await tryRepeatedly(ports, request, async (number) => {
      if (number > 1) {
        signal.throwIfAborted();
        attempt = firstAttempt + number - 1;
        startedAt = clock.now();
        await request.onNextAttempt(attempt, startedAt);
      }
      return within(place, () => runAttempt(ports, request, attempt));
    });
    return { status: 'success', attempt, startedAt, finishedAt: clock.now(), output };
  } catch (thrown) {
    const finishedAt = clock.now();
    if (signal.aborted) return { status: 'cancelled', attempt, finishedAt };
    const { code, message, advice, details } = toEngineError(thrown);
    await within(place, async () =>
      ports.log.info(`Step "${step.id}" failed: ${message}`, { code, attempt }),
    );
    return {
      status: 'failed',
      attempt,
      startedAt,
      finishedAt,
      failure: { code, message, advice: advice.kind, ...(details === undefined ? {} : { details }) },
    };
  }
}

/** The loop is async-retry's; how long to wait, and whether trying again can help at all, is decided here. */
async function tryRepeatedly(
  { clock, random }: StepPorts,
  { step, signal }: StepRequest,
  attemptOnce: (attempt: number) => Promise<JsonValue>,
): Promise<JsonValue> {
  return retry<JsonValue, Error>(
    async (bail, attempt) => {
      try {
        return await attemptOnce(attempt);
      } catch (thrown) {
        const error = toEngineError(thrown);
        const delayMs = signal.aborted ? undefined : retryDelayMs(error.advice, attempt, step.retry, random);
        // A wait that was interrupted must not end in a throw, which would be one more attempt.
        if (delayMs !== undefined && (await sleeps(clock, delayMs, signal))) throw error;
        bail(error);
        return null;
      }
    },
    { retries: step.retry.maxAttempts - 1, factor: 1, minTimeout: 1, randomize: false },
  );
}

/** Whether the time passed; `false` when the signal aborted before. */
function sleeps(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => true,
    () => false,
  );
}

async function runAttempt(ports: StepPorts, request: StepRequest, attempt: number): Promise<JsonValue> {
  const { step, runId, policyId, asOf, signal } = request;
  const type = ports.steps.find(step.type);
  if (type === undefined) {
    throw new EngineError(
      'step.type-unknown',
      `Step "${step.id}" has the type "${step.type}", which does not exist.`,
    );
  }
  // A condition that holds was seen before the step started; one that can't be decided fails here, by on_error.
  refuseUndecided(step, request.outputOf);
  const params = resolveReferences(step.params, request.outputOf);
  return withTimeout(
    (inner) =>
      type.run(params, { runId, policyId, stepId: step.id, attempt, asOf, signal: inner, log: ports.log }),
    {
      timeoutMs: step.timeoutMs,
      signal,
      clock: ports.clock,
      onTimeout: () => {
        const message = `Step "${step.id}" took longer than its timeout of ${step.timeoutMs / 1000} s.`;
        return new EngineError('step.timeout', message, { advice: { kind: 'backoff' } });
      },
    },
  );
}
