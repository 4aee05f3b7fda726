import { describeStepType, type StepTypeShape } from '@daybook/policy';
import { z } from 'zod';

const envelope = z.strictObject({
  outcome: z.enum(['loaded', 'empty']),
  payloads: z.array(z.strictObject({ sha256: z.string(), entity_key: z.string() })),
});

/** Three small step types: one that loads, one that takes what it loaded, one of two shapes. */
export const exampleTypes: ReadonlyMap<string, StepTypeShape> = new Map([
  [
    'load',
    describeStepType({
      summary: 'For tests.',
      params: z.strictObject({ symbols: z.array(z.string()).min(1).optional(), days: z.int().optional() }),
      output: envelope,
    }),
  ],
  [
    'keep',
    describeStepType({
      summary: 'For tests.',
      params: z.strictObject({ source: envelope, note: z.string().optional() }),
      output: z.strictObject({ rows: z.array(z.record(z.string(), z.string())), written: z.int() }),
    }),
  ],
  [
    'tell',
    describeStepType({
      summary: 'For tests.',
      params: z.discriminatedUnion('channel', [
        z.strictObject({ channel: z.literal('email'), to: z.array(z.string().regex(/@/)) }),
        z.strictObject({ channel: z.literal('file'), folder: z.string() }),
      ]),
      output: z.strictObject({}),
    }),
  ],
]);

/** A document of the example types that nothing is wrong with. */
export function exampleDocument(): Record<string, unknown> {
  return {
    schema_version: 1,
    name: 'example',
    variables: { recipient: 'me@example.org' },
    steps: [
      { id: 'tell', type: 'tell', needs: ['kept'], params: { channel: 'email', to: [{ var: 'recipient' }] } },
      { id: 'kept', type: 'keep', params: { source: { ref: 'ctx.loaded' } } },
      { id: 'loaded', type: 'load', params: { symbols: ['A'] } },
    ],
  };
}
