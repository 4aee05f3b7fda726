import { describe, expect, it } from '@jest/globals';
import { silentLogger, toPolicyId, toRunId } from '@daybook/kernel';
import { createPolicyParser } from '@daybook/policy';
import { createStepRegistry, defineStep } from '@daybook/registry';
import { runPipeline } from '@daybook/runner';
import { createMemoryRunStore } from '@daybook/runner/testing';
import { z } from 'zod';
import { createJumpingClock } from './pipeline-fixture.ts';

describe('the example of the README', () => {
  it('runs to its end', async () => {
    const clock = createJumpingClock();
    const steps = createStepRegistry([
      defineStep({
        type: 'greet',
        summary: 'Greets.',
        effect: 'none',
        params: z.strictObject({}),
        output: z.string(),
        execute: async () => 'Hello.',
      }),
    ]);
    const parsed = createPolicyParser(steps.shapes)(
      '{"schema_version":1,"name":"hello","steps":[{"id":"first","type":"greet","params":{}}]}',
    );
    if (!parsed.ok) throw new Error('the policy of the test is wrong');
    const { policy } = parsed;

    const at = clock.now();
    const run = await runPipeline(
      { steps, store: createMemoryRunStore(), clock, random: Math.random, log: silentLogger },
      {
        header: {
          runId: toRunId('run_1'),
          policyId: toPolicyId('pol_1'),
          policyVersion: 1,
          cause: 'manual',
          actor: 'readme',
          scheduledFor: at,
          createdAt: at,
        },
        policy,
        signal: new AbortController().signal,
      },
    );
    expect(run.state.status).toBe('success');
    expect(run.steps[0]?.state).toMatchObject({ output: 'Hello.' });
  });
});
