import { describe, expect, it } from '@jest/globals';
import { type JsonObject, type JsonValue, toPointer } from '@daybook/kernel';
import { approvalHash } from '@daybook/policy';
import fc from 'fast-check';
import { createApplicationParser } from '../../src/policy-parser.ts';
import { baseDocument } from './base-document.ts';
import { changeDocument } from './change-document.ts';

const parse = createApplicationParser();
const hashOf = (document: JsonValue): string =>
  approvalHash(document as JsonObject, { stepTypes: { fetch: 1 }, templates: {} });

/** A policy of fetch steps that need earlier ones, listed in any order. */
const validDocument = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9 -]{0,30}[a-z0-9]$/),
    needs: fc.array(fc.array(fc.nat({ max: 20 }), { maxLength: 3 }), { minLength: 1, maxLength: 20 }),
    timeout: fc.integer({ min: 1, max: 3600 }),
    onError: fc.constantFrom('fail_pipeline', 'log_and_continue', 'retry_then_fail'),
    shuffle: fc.infiniteStream(fc.nat()),
  })
  .map(({ name, needs, timeout, onError, shuffle }) => {
    const steps = needs.map((earlier, index) => ({
      id: `s${index}`,
      type: 'fetch',
      timeout,
      on_error: onError,
      needs: [...new Set(earlier)].filter((other) => other < index).map((other) => `s${other}`),
      params: { provider: 'sample', dataset: 'ohlcv' },
    }));
    const keyed = steps.map((step) => ({ step, key: shuffle.next().value as number }));
    return {
      schema_version: 1,
      name,
      steps: keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step),
    };
  });

interface Place {
  readonly path: readonly (string | number)[];
  readonly value: JsonValue;
}

/** Every place of a document, the document itself first. */
function placesOf(value: JsonValue, path: readonly (string | number)[] = []): readonly Place[] {
  const inner =
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, element]) =>
          placesOf(element as JsonValue, [...path, Array.isArray(value) ? Number(key) : key]),
        );
  return [{ path, value }, ...inner];
}

const isLeaf = ({ value }: Place): boolean => typeof value !== 'object' || value === null;
/** Objects whose members have names of their own choice, and placeholders, which have an issue of their own. */
const isFree = ({ path, value }: Place): boolean =>
  ['variables', 'queries', 'row_counts'].includes(String(path.at(-1))) ||
  (typeof value === 'object' && value !== null && ('ref' in value || 'var' in value));

const places = placesOf(baseDocument);
const leaves = places.filter(isLeaf);
const objects = places.filter((place) => !isLeaf(place) && !Array.isArray(place.value) && !isFree(place));

describe('the parser of the application', () => {
  it('gives back what it was given, in an order that holds', () => {
    fc.assert(
      fc.property(validDocument, (document) => {
        const parsed = parse(JSON.stringify(document));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
        const { policy } = parsed;
        expect(policy.document).toEqual(document);
        const again = parse(JSON.stringify(policy.document, null, 2));
        expect(again.ok && again.policy.documentSha256).toBe(policy.documentSha256);
        const early = policy.steps.find(({ id, dependsOn }) =>
          dependsOn.some(({ stepId }) => policy.order.indexOf(stepId) >= policy.order.indexOf(id)),
        );
        expect(early).toBeUndefined();
      }),
    );
  });

  it('points at an unknown key wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...objects), ({ path }) => {
        const pointer = toPointer([...path, 'zz_unknown']);
        const { ok, issues } = parse(JSON.stringify(changeDocument(baseDocument, [[pointer, 1]])));
        expect(ok).toBe(false);
        expect(issues.map((issue) => issue.pointer)).toContain(pointer);
      }),
      { numRuns: 500 },
    );
  });

  it('points at a value of the wrong kind wherever it stands', () => {
    const known = leaves.filter(
      ({ path }) => path[0] !== 'variables' && !['ref', 'var'].includes(String(path.at(-1))),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.constantFrom<JsonValue[]>([[]], null, false),
        ({ path }, wrong) => {
          const pointer = toPointer(path);
          const { ok, issues } = parse(JSON.stringify(changeDocument(baseDocument, [[pointer, wrong]])));
          expect(ok).toBe(false);
          const parent = toPointer(path.slice(0, -1));
          expect(issues.some((issue) => issue.pointer.startsWith(pointer) || issue.pointer === parent)).toBe(
            true,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever text it is given', () => {
    const text = JSON.stringify(baseDocument);
    fc.assert(
      fc.property(
        fc.nat({ max: text.length }),
        fc.nat({ max: 40 }),
        fc.string({ unit: 'binary', maxLength: 10 }),
        (at, length, insert) => {
          const broken = text.slice(0, at) + insert + text.slice(at + length);
          expect(Array.isArray(parse(broken).issues)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), ({ path }, value) => {
        const document = changeDocument(baseDocument, [[toPointer(path), value as JsonValue]]);
        expect(Array.isArray(parse(JSON.stringify(document)).issues)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the approval hash', () => {
  it('changes with any other value, a thousand times', () => {
    const original = hashOf(baseDocument);
    fc.assert(
      fc.property(fc.constantFrom(...leaves), fc.jsonValue(), ({ path, value }, other) => {
        fc.pre(
          JSON.stringify(value) !== JSON.stringify(other) && !JSON.stringify(other).includes('__proto__'),
        );
        expect(hashOf(changeDocument(baseDocument, [[toPointer(path), other as JsonValue]]))).not.toBe(
          original,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('never changes with the order of keys or white space', () => {
    const original = hashOf(baseDocument);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.constantFrom(0, 2, '\t'), (keys, indent) => {
        const shuffled = JSON.parse(JSON.stringify(shuffle(baseDocument, keys), null, indent)) as JsonValue;
        expect(hashOf(shuffled)).toBe(original);
      }),
    );
  });
});

function shuffle(value: JsonValue, keys: fc.Stream<number>): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((inner) => shuffle(inner, keys));
  const entries = Object.entries(value).map(([key, inner]) => ({
    entry: [key, shuffle(inner, keys)],
    at: keys.next().value as number,
  }));
  return Object.fromEntries(entries.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry)) as JsonValue;
}
