import { type Clock, silentLogger, toPolicyId, toRunId } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import { type RunRecord, runPipeline } from '@daybook/runner';
import { createMemoryRunStore } from '@daybook/runner/testing';

export function runOnce(policy: Policy, steps: StepRegistry, clock: Clock): Promise<RunRecord> {
  const at = clock.now();
  return runPipeline(
    { steps, store: createMemoryRunStore(), clock, random: Math.random, log: silentLogger },
    {
      header: {
        runId: toRunId('run_1'),
        policyId: toPolicyId('pol_1'),
        policyVersion: 1,
        cause: 'manual',
        actor: 'person:readme',
        scheduledFor: at,
        createdAt: at,
        resumedFrom: null,
        dryRun: false,
      },
      policy,
      signal: new AbortController().signal,
    },
  );
}
