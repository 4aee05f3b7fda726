import { describe, expect, it } from '@jest/globals';
import { createPolicyParser, describeStepType } from '@daybook/policy';
import { z } from 'zod';

describe('the example of the README', () => {
  it('names the mistake and the way to mend it', () => {
    const parsePolicy = createPolicyParser(
      new Map([
        [
          'greet',
          describeStepType({
            summary: 'Greets.',
            params: z.strictObject({ name: z.string() }),
            output: z.object({}),
          }),
        ],
      ]),
    );
    const parsed = parsePolicy(`{
      "schema_version": 1,
      "name": "hello",
      "steps": [{ "id": "first", "type": "gret", "params": { "name": "world" } }]
    }`);
    expect(parsed.ok).toBe(false);
    expect(parsed.issues).toEqual([
      expect.objectContaining({ pointer: '/steps/0/type', code: 'step.type-unknown', suggestion: 'greet' }),
    ]);
  });
});
