// The engine's own cost: runs of steps that do nothing, through the public packages, on an encrypted file of their own.
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { createRandomIds, systemClock } from '../../apps/server/dist/index.js';
import { silentLogger, toPolicyId, toRunId } from '../../packages/kernel/dist/index.js';
import { createRunStore, openDatabase } from '../../packages/persistence/dist/index.js';
import { createPolicyParser } from '../../packages/policy/dist/index.js';
import { createStepRegistry, defineStep } from '../../packages/registry/dist/index.js';
import { runPipeline } from '../../packages/runner/dist/index.js';

// The schema library is a dependency of the packages, not of the benchmarks.
const { z } = createRequire(new URL('../../packages/registry/package.json', import.meta.url))('zod');

const registry = createStepRegistry([
  defineStep({
    type: 'empty',
    summary: 'Does nothing.',
    effect: 'none',
    params: z.strictObject({}),
    output: z.strictObject({}),
    execute: async () => ({}),
  }),
]);

/** A policy whose steps follow one another. */
function sequenceOf(count) {
  const steps = Array.from({ length: count }, (_, index) => ({
    id: `step_${index}`,
    type: 'empty',
    params: {},
    ...(index === 0 ? {} : { needs: [`step_${index - 1}`] }),
  }));
  const document = { schema_version: 1, name: 'empty-steps', steps };
  const parsed = createPolicyParser(registry.shapes)(JSON.stringify(document));
  if (!parsed.ok) throw new Error(`the policy of empty steps is not valid: ${JSON.stringify(parsed.issues)}`);
  return parsed.policy;
}

/** Opens the database `file`; `run` has the same shape as the peer's. */
export async function startEngine(file) {
  const key = randomBytes(32);
  const database = await openDatabase({ file, key });
  const ids = createRandomIds(() => Date.now());
  const store = createRunStore(database);
  // Checking a document is no part of a run.
  const policies = new Map();
  const policyOf = (steps) => {
    if (!policies.has(steps)) policies.set(steps, sequenceOf(steps));
    return policies.get(steps);
  };
  const ports = { steps: registry, store, clock: systemClock, random: Math.random, log: silentLogger };

  async function runOnce(policy, runId) {
    const stepMs = [];
    const startedAt = new Map();
    const at = systemClock.now();
    const run = await runPipeline(ports, {
      header: {
        runId,
        policyId: toPolicyId('pol_bench'),
        policyVersion: 1,
        cause: 'manual',
        actor: 'bench',
        scheduledFor: at,
        createdAt: at,
        resumedFrom: null,
        dryRun: false,
      },
      policy,
      signal: new AbortController().signal,
      onEvent(event) {
        if (event.kind !== 'step-changed') return;
        const { stepId, state } = event;
        if (state.status === 'running') startedAt.set(stepId, performance.now());
        else stepMs.push(performance.now() - startedAt.get(stepId));
      },
    });
    if (run.state.status !== 'success') throw new Error(`a run of empty steps ended "${run.state.status}".`);
    return stepMs;
  }

  return {
    file,
    key,
    /** `workflows` runs at once, each of `steps` steps in sequence: seconds of all, milliseconds of each step. */
    async run({ workflows, steps }) {
      const policy = policyOf(steps);
      const runIds = Array.from({ length: workflows }, () => toRunId(`run_${ids.next()}`));
      const startedAt = performance.now();
      const stepMs = await Promise.all(runIds.map((runId) => runOnce(policy, runId)));
      const seconds = (performance.now() - startedAt) / 1000;
      await requireRecords(store, runIds, steps);
      return { seconds, stepMs: stepMs.flat() };
    },
    close: () => database.close(),
  };
}

/** Each step must be on record with its output. */
async function requireRecords(store, runIds, steps) {
  for (const runId of runIds) {
    const run = await store.read(runId);
    const recorded = run?.steps.filter(({ state }) => state.status === 'success').length ?? 0;
    if (recorded !== steps) throw new Error(`${recorded} of the ${steps} steps of ${runId} are on record.`);
  }
}
