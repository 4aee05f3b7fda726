import { describe, expect, it } from '@jest/globals';
import { silentLogger, toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import {
  createStepManifest,
  createStepRegistry,
  defineStep,
  type Step,
  type StepCall,
} from '@daybook/registry';
import { z } from 'zod';

const double = defineStep({
  type: 'double',
  summary: 'Doubles a number.',
  effect: 'none',
  params: z.strictObject({ number: z.int() }),
  output: z.strictObject({ number: z.int() }),
  execute: async ({ number }) => ({ number: number * 2 }),
});

const call: StepCall = {
  runId: toRunId('run_1'),
  policyId: toPolicyId('pol_1'),
  stepId: 'twice',
  attempt: 1,
  asOf: toInstant(0),
  signal: new AbortController().signal,
  log: silentLogger,
};

describe('defineStep', () => {
  it('checks parameters, works, and checks the output', async () => {
    await expect(double.run({ number: 21 }, call)).resolves.toEqual({ number: 42 });
  });

  it('refuses parameters that its schema does not know', async () => {
    await expect(double.run({ number: '21' }, call)).rejects.toMatchObject({
      code: 'step.params-invalid',
      message: expect.stringContaining('twice'),
    });
  });

  it('refuses an output that it did not declare', async () => {
    const liar = defineStep({ ...doubleWithout(), execute: async () => ({ number: 0.5 }) });
    await expect(liar.run({ number: 1 }, call)).rejects.toMatchObject({ code: 'step.output-invalid' });
  });

  it('hands out outputs that nobody can change', async () => {
    const output = await double.run({ number: 1 }, call);
    expect(Object.isFrozen(output)).toBe(true);
  });
});

function doubleWithout() {
  return {
    type: 'double',
    summary: 'Doubles a number.',
    effect: 'none',
    params: z.strictObject({ number: z.number() }),
    output: z.strictObject({ number: z.int() }),
  } as const;
}

describe('createStepRegistry', () => {
  it('finds the steps that were listed, in their order', () => {
    const registry = createStepRegistry([double]);
    expect(registry.types).toEqual(['double']);
    expect(registry.find('double')).toBe(double);
    expect(registry.find('toString')).toBeUndefined();
    expect(registry.shapes.get('double')?.paramsSchema.properties).toHaveProperty('number');
  });

  it('refuses a type that is listed twice when it is built at run time', () => {
    const list: readonly Step[] = [double, double];
    expect(() => createStepRegistry(list)).toThrow('"double" is listed twice');
  });

  it('does not compile with a type listed twice', () => {
    // @ts-expect-error step type "double" is listed twice
    expect(() => createStepRegistry([double, double])).toThrow('listed twice');
  });
});

describe('aliases', () => {
  it('lead documents with a former name to the type of today', () => {
    const registry = createStepRegistry([double], { twice: 'double' });
    expect(registry.find('twice')).toBe(double);
    expect(registry.types).toEqual(['double']);
    expect(registry.shapes.get('twice')).toBe(registry.shapes.get('double'));
  });

  it('cannot hide a type or name none', () => {
    expect(() => createStepRegistry([double], { double: 'double' })).toThrow('itself a step type');
    // @ts-expect-error there is no type "triple"
    expect(() => createStepRegistry([double], { thrice: 'triple' })).toThrow('alias of no step type');
  });
});

describe('createStepManifest', () => {
  it('describes every type from its schemas', () => {
    const [entry, ...others] = createStepManifest(createStepRegistry([double], { twice: 'double' }));
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      type: 'double',
      aliases: ['twice'],
      version: 1,
      effect: 'none',
      summary: 'Doubles a number.',
      params: {
        type: 'object',
        properties: { number: { type: 'integer' } },
        required: ['number'],
        additionalProperties: false,
      },
      output: { type: 'object', properties: { number: { type: 'integer' } } },
    });
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
  });
});
