import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createPolicyParser, createPolicySchema } from '@daybook/policy';
import { exampleDocument, exampleTypes } from './example-types.ts';

const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(
  createPolicySchema(exampleTypes),
);
const parse = createPolicyParser(exampleTypes);

type Steps = Record<string, unknown>[];

describe('createPolicySchema', () => {
  it.each<[string, (steps: Steps, document: Record<string, unknown>) => void, boolean]>([
    ['nothing', () => undefined, true],
    ['an unknown key', (_, document) => Object.assign(document, { nam: 1 }), false],
    ['an unknown step type', ([step]) => Object.assign(step ?? {}, { type: 'x' }), false],
    ['an unknown parameter', (steps) => Object.assign(steps[2] ?? {}, { params: { symbol: [] } }), false],
    [
      'a parameter of the wrong kind',
      (steps) => Object.assign(steps[2] ?? {}, { params: { days: 'x' } }),
      false,
    ],
    [
      'a reference deep in the parameters',
      (steps) =>
        Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded.payloads[0].sha256' } }),
      true,
    ],
    [
      'a reference spelled wrong',
      (steps) => Object.assign(steps[1]?.['params'] as object, { note: { ref: 'loaded' } }),
      false,
    ],
    [
      'a reference with another key',
      (steps) => Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded', x: 1 } }),
      false,
    ],
    ['an id in capitals', ([step]) => Object.assign(step ?? {}, { id: 'A' }), false],
    [
      '51 steps',
      (steps, document) =>
        Object.assign(document, {
          steps: Array.from({ length: 51 }, (_, index) => ({ ...steps[2], id: `s${index}` })),
        }),
      false,
    ],
    ['a timeout of an hour and a second', ([step]) => Object.assign(step ?? {}, { timeout: 3601 }), false],
    [
      'a condition',
      ([step]) =>
        Object.assign(step ?? {}, {
          skip_if: { not: { field: { ref: 'ctx.kept.written' }, op: 'gt', value: 0 } },
        }),
      true,
    ],
    [
      'a condition with an unknown operator',
      ([step]) => Object.assign(step ?? {}, { skip_if: { field: { ref: 'ctx.kept.written' }, op: 'x' } }),
      false,
    ],
    [
      'a need that allows failure',
      ([step]) => Object.assign(step ?? {}, { needs: [{ id: 'kept', allow_failed: true }] }),
      true,
    ],
  ])('agrees with the parser about a document with %s', (_, change, valid) => {
    const document = exampleDocument();
    change(document['steps'] as Steps, document);
    expect(accepts(document)).toBe(valid);
    expect(parse(JSON.stringify(document)).ok).toBe(valid);
  });

  it('describes every field for authors', () => {
    const { properties = {} } = createPolicySchema(exampleTypes);
    const undescribed = Object.entries(properties).filter(
      ([name, schema]) =>
        name !== 'schema_version' && (typeof schema !== 'object' || schema.description === undefined),
    );
    expect(undescribed).toEqual([]);
  });
});
