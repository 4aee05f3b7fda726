import { describe, expect, it } from '@jest/globals';
import { silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { createStepRegistry, defineStep } from '@daybook/registry';
import { z } from 'zod';

describe('the example of the README', () => {
  it('greets', async () => {
    const greet = defineStep({
      type: 'greet',
      summary: 'Greets somebody.',
      effect: 'none',
      params: z.strictObject({ name: z.string() }),
      output: z.strictObject({ text: z.string() }),
      execute: async ({ name }) => ({ text: `Hello, ${name}.` }),
    });
    const steps = createStepRegistry([greet]);
    const call = {
      runId: toRunId('run_1'),
      policyId: toPolicyId('pol_1'),
      stepId: 'greeting',
      attempt: 1,
      asOf: toInstant(0),
      signal: new AbortController().signal,
      log: silentLogger,
    };
    await expect(steps.find('greet')?.run({ name: 'world' }, call)).resolves.toEqual({
      text: 'Hello, world.',
    });
  });
});
