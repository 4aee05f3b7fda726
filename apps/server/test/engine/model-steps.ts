import { EngineError, type Logger } from '@daybook/kernel';
import { createPolicyParser, type Policy, type PolicyParser } from '@daybook/policy';
import { createStepRegistry, defineStep, type StepCall } from '@daybook/registry';
import { z } from 'zod';
import { createApprovalHasher } from '../../src/engine/approved-versions.ts';

/** What a step does in the process that runs it. */
export interface Stage {
  began(type: string, call: StepCall): void;
  /** Waits, as for a disk or a network. */
  wait(): Promise<void>;
  /** Puts a delivery on record before it leaves; `false` when it has arrived already. */
  claim(call: StepCall): boolean;
  /** Something arrived outside. */
  delivered(call: StepCall): void;
  /** Puts on record that it arrived. */
  settle(call: StepCall): void;
}

/** Which process a step runs in follows from the log that it is given. */
const stages = new WeakMap<Logger, Stage>();

export function setStage(log: Logger, stage: Stage): void {
  stages.set(log, stage);
}

function stageOf({ log }: StepCall): Stage {
  const stage = stages.get(log);
  if (stage === undefined) throw new Error('a step ran in no process');
  return stage;
}

const shared = {
  params: z.strictObject({
    value: z.unknown().optional(),
    /** Attempts that fail. */
    fails: z.int().optional(),
  }),
  output: z.strictObject({ n: z.number() }),
};

function work(type: 'work' | 'load') {
  return async ({ fails = 0 }: { fails?: number | undefined }, call: StepCall) => {
    const stage = stageOf(call);
    stage.began(type, call);
    await stage.wait();
    call.signal.throwIfAborted();
    if (call.attempt > fails) return { n: call.attempt };
    throw new EngineError('provider.refused', 'busy', { advice: { kind: 'backoff' } });
  };
}

/** The step types of the model, one for each effect; made once, because schemas are slow to make. */
export const modelSteps = createStepRegistry([
  defineStep({ type: 'work', summary: 'Works.', effect: 'none', ...shared, execute: work('work') }),
  defineStep({ type: 'load', summary: 'Loads.', effect: 'local-write', ...shared, execute: work('load') }),
  defineStep({
    type: 'send',
    summary: 'Sends.',
    effect: 'external-delivery',
    ...shared,
    async execute(_params, call) {
      const stage = stageOf(call);
      stage.began('send', call);
      await stage.wait();
      call.signal.throwIfAborted();
      if (!stage.claim(call)) return { n: 0 };
      await stage.wait();
      stage.delivered(call);
      await stage.wait();
      stage.settle(call);
      return { n: 1 };
    },
  }),
]);

const parser = createPolicyParser(modelSteps.shapes);
const parsed = new Map<string, ReturnType<PolicyParser>>();

/** Remembers what it has read. */
export const parseModel: PolicyParser = (text) => {
  const known = parsed.get(text) ?? parser(text);
  parsed.set(text, known);
  return known;
};

export const approvalHashOf = createApprovalHasher(modelSteps, {});

/** The two policies of the model, by variants that differ in what they do. */
export function modelPolicy(name: 'alpha' | 'beta', variant: number): Policy {
  const document = name === 'alpha' ? alpha(variant) : beta(variant);
  const result = parseModel(JSON.stringify(document));
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.policy;
}

/** How many runs each may have at a time. */
export const maxInstances = { alpha: 1, beta: 2 } as const;

function alpha(variant: number): object {
  return {
    schema_version: 1,
    name: 'alpha',
    description: `variant ${variant}`,
    trigger: { cron: '* * * * *', timezone: 'UTC' },
    steps: [
      {
        id: 'load',
        type: 'load',
        on_error: 'retry_then_fail',
        // Not at all, at first, or at every attempt.
        params: { value: variant % 2, fails: [0, 1, 9][variant % 3] },
      },
      { id: 'tidy', type: 'work', params: { value: { ref: 'ctx.load.n' } } },
      { id: 'mail', type: 'send', needs: ['tidy'], params: {} },
    ],
  };
}

function beta(variant: number): object {
  return {
    schema_version: 1,
    name: 'beta',
    description: `variant ${variant}`,
    trigger: { cron: '*/2 * * * *', timezone: 'UTC', max_instances: 2, misfire_grace_time: 90 },
    steps: [
      { id: 'one', type: 'work', on_error: 'log_and_continue', params: { fails: variant % 2 } },
      { id: 'two', type: 'load', params: { value: variant } },
      {
        id: 'three',
        type: 'work',
        needs: [{ id: 'one', allow_failed: true }],
        skip_if: { field: { ref: 'ctx.two.n' }, op: 'gt', value: 1 },
        params: {},
      },
      { id: 'mail', type: 'send', needs: ['three'], params: {} },
      { id: 'file', type: 'send', params: { value: { ref: 'ctx.one.n', optional: true } } },
    ],
  };
}
