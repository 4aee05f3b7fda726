import { describe, expect, it } from '@jest/globals';
import { createPolicyParser, type Issue } from '@daybook/policy';
import { exampleDocument, exampleTypes } from './example-types.ts';

const parse = createPolicyParser(exampleTypes);

type Steps = Record<string, unknown>[];

/** The issues of the example document after a change. */
function issuesAfter(change: (steps: Steps, document: Record<string, unknown>) => void): readonly Issue[] {
  const document = exampleDocument();
  change(document['steps'] as Steps, document);
  return parse(JSON.stringify(document)).issues;
}

describe('createPolicyParser', () => {
  it('orders steps by references and needs, with the defaults of the contract', () => {
    const parsed = parse(JSON.stringify(exampleDocument()));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    expect(parsed.policy.order).toEqual(['loaded', 'kept', 'tell']);
    expect(parsed.policy.steps[1]).toEqual({
      id: 'kept',
      type: 'keep',
      params: { source: { ref: 'ctx.loaded' } },
      dependsOn: [{ stepId: 'loaded', allowFailed: false }],
      timeoutMs: 300_000,
      onError: 'fail_pipeline',
      retry: { maxAttempts: 1, baseMs: 1000, capMs: 60_000 },
      allowEmpty: false,
    });
    expect(parsed.policy.steps[0]?.params).toEqual({ channel: 'email', to: ['me@example.org'] });
    expect(Object.isFrozen(parsed.policy.document)).toBe(true);
  });

  it('hashes the document, not its spelling', () => {
    const compact = parse(JSON.stringify(exampleDocument()));
    const spaced = parse(JSON.stringify(exampleDocument(), null, 4));
    expect(compact.ok && spaced.ok && compact.policy.documentSha256 === spaced.policy.documentSha256).toBe(
      true,
    );
  });

  it('retries only where a step says so', () => {
    const document = exampleDocument();
    Object.assign((document['steps'] as Steps)[2] ?? {}, {
      on_error: 'retry_then_fail',
      retry: { max_attempts: 5, cap: 9 },
    });
    const parsed = parse(JSON.stringify(document));
    expect(parsed.ok && parsed.policy.steps[2]?.retry).toEqual({ maxAttempts: 5, baseMs: 1000, capMs: 9000 });
  });

  it.each<[string, (steps: Steps, document: Record<string, unknown>) => void, Partial<Issue>]>([
    [
      'an unknown step type',
      ([step]) => Object.assign(step ?? {}, { type: 'tel' }),
      { pointer: '/steps/0/type', code: 'step.type-unknown', suggestion: 'tell' },
    ],
    [
      'an unknown key of a step',
      ([step]) => Object.assign(step ?? {}, { timout: 5 }),
      { pointer: '/steps/0/timout', code: 'schema.key-unknown', suggestion: 'timeout' },
    ],
    [
      'an unknown key of the document',
      (_, document) => Object.assign(document, { nam: 1 }),
      { pointer: '/nam', code: 'schema.key-unknown', suggestion: 'name' },
    ],
    [
      'an unknown parameter',
      (steps) => Object.assign(steps[2]?.['params'] as object, { symbol: ['A'] }),
      { pointer: '/steps/2/params/symbol', code: 'schema.key-unknown', suggestion: 'symbols' },
    ],
    [
      'a parameter of the wrong type',
      (steps) => Object.assign(steps[2]?.['params'] as object, { days: 1.5 }),
      { pointer: '/steps/2/params/days', code: 'schema.invalid' },
    ],
    [
      'a reference to no step',
      (steps) => Object.assign(steps[1] ?? {}, { params: { source: { ref: 'ctx.loadd' } } }),
      {
        pointer: '/steps/1/params/source',
        code: 'reference.step-unknown',
        suggestion: '{"ref": "ctx.loaded"}',
      },
    ],
    [
      'a reference to no field',
      (steps) =>
        Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded.payloads[0].entity' } }),
      { pointer: '/steps/1/params/note', code: 'reference.field-unknown' },
    ],
    [
      'a near field',
      (steps) => Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded.outcom' } }),
      { code: 'reference.field-unknown', suggestion: '{"ref": "ctx.loaded.outcome"}' },
    ],
    [
      'a field of a list',
      (steps) =>
        Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded.payloads.sha256' } }),
      { code: 'reference.field-unknown' },
    ],
    [
      'a malformed reference',
      (steps) => Object.assign(steps[1]?.['params'] as object, { note: { ref: 'loaded' } }),
      { pointer: '/steps/1/params/note', code: 'reference.malformed' },
    ],
    [
      'a reference with more keys',
      (steps) =>
        Object.assign(steps[1]?.['params'] as object, { note: { ref: 'ctx.loaded.outcome', default: 1 } }),
      { pointer: '/steps/1/params/note', code: 'reference.malformed' },
    ],
    [
      'an unknown variable',
      ([step]) => Object.assign(step ?? {}, { params: { channel: 'email', to: [{ var: 'recipent' }] } }),
      { pointer: '/steps/0/params/to/0', code: 'variable.unknown', suggestion: '{"var": "recipient"}' },
    ],
    [
      'a variable of the wrong kind',
      (_, document) => Object.assign(document, { variables: { recipient: 'nobody' } }),
      { pointer: '/steps/0/params/to/0', code: 'schema.invalid' },
    ],
    [
      'an unknown need',
      ([step]) => Object.assign(step ?? {}, { needs: ['kep'] }),
      { pointer: '/steps/0/needs/0', code: 'needs.step-unknown', suggestion: 'kept' },
    ],
    ['a cycle', (steps) => Object.assign(steps[2] ?? {}, { needs: ['tell'] }), { code: 'steps.cycle' }],
    [
      'two steps of one id',
      (steps) => Object.assign(steps[0] ?? {}, { id: 'kept', needs: [] }),
      { pointer: '/steps/1/id', code: 'step.id-duplicate' },
    ],
    [
      'no steps',
      (_, document) => Object.assign(document, { steps: [] }),
      { pointer: '/steps', code: 'schema.invalid' },
    ],
    [
      'another schema version',
      (_, document) => Object.assign(document, { schema_version: 2 }),
      { pointer: '/schema_version', code: 'policy.version-unsupported' },
    ],
    [
      'a name with a zero-width character',
      (_, document) => Object.assign(document, { name: 'a\u200bb' }),
      { pointer: '/name', code: 'schema.invalid' },
    ],
    [
      'an id in capitals',
      ([step]) => Object.assign(step ?? {}, { id: 'Tell' }),
      { pointer: '/steps/0/id', code: 'schema.invalid' },
    ],
  ])('finds %s, with its place', (_, change, issue) => {
    expect(issuesAfter(change)).toEqual([expect.objectContaining(issue)]);
  });

  it('names the path of a cycle', () => {
    const [issue] = issuesAfter((steps) => Object.assign(steps[2] ?? {}, { needs: ['tell'] }));
    expect(issue?.message).toMatch(/tell → kept → loaded → tell/);
  });

  it('reports everything at once', () => {
    const issues = issuesAfter((steps) => {
      Object.assign(steps[0] ?? {}, { type: 'tel' });
      Object.assign(steps[1] ?? {}, { params: { source: { ref: 'ctx.nowhere' } } });
      Object.assign(steps[2] ?? {}, { params: { symbols: [] } });
    });
    expect(issues.map(({ code }) => code).toSorted()).toEqual([
      'reference.step-unknown',
      'schema.invalid',
      'step.type-unknown',
    ]);
  });

  it('does not look into the value of a variable', () => {
    const document = exampleDocument();
    document['variables'] = { recipient: 'me@example.org', text: { ref: 'ctx.nowhere' } };
    expect(parse(JSON.stringify(document)).ok).toBe(true);
  });
});
