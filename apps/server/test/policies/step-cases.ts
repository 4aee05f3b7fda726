import type { JsonValue } from '@daybook/kernel';
import type { InvalidCase } from './invalid-case.ts';

const list = (length: number, value: (index: number) => JsonValue): readonly JsonValue[] =>
  Array.from({ length }, (_, index) => value(index));
const equals = { field: { ref: 'ctx.bars.rows_written' }, op: 'eq', value: 0 };
const nested = (depth: number): JsonValue => (depth === 0 ? equals : { not: nested(depth - 1) });

/** What is wrong with a step, whatever its type. */
export const stepCases: readonly InvalidCase[] = [
  ['a step without an id', [['/steps/4/id']], '/steps/4/id', 'schema.invalid'],
  ['an id in capitals', [['/steps/4/id', 'Mail']], '/steps/4/id', 'schema.invalid'],
  ['an id with a hyphen', [['/steps/4/id', 'the-mail']], '/steps/4/id', 'schema.invalid'],
  ['an id that begins with a digit', [['/steps/4/id', '1st']], '/steps/4/id', 'schema.invalid'],
  ['an id of 65 characters', [['/steps/4/id', 'x'.repeat(65)]], '/steps/4/id', 'schema.invalid'],
  ['two steps of one id', [['/steps/4/id', 'prices']], '/steps/4/id', 'step.id-duplicate'],
  ['a step without a type', [['/steps/3/type']], '/steps/3/type', 'schema.invalid'],
  ['a misspelled type', [['/steps/3/type', 'redner']], '/steps/3/type', 'step.type-unknown'],
  ['a type that an object has', [['/steps/3/type', 'toString']], '/steps/3/type', 'step.type-unknown'],
  ['a type of a later version', [['/steps/3/type', 'http']], '/steps/3/type', 'step.type-not-in-version-1'],
  ['a branch', [['/steps/3/type', 'choice']], '/steps/3/type', 'step.type-not-in-version-1'],
  ['a loop', [['/steps/3/type', 'map']], '/steps/3/type', 'step.type-not-in-version-1'],
  ['a narrative', [['/steps/3/type', 'ai_narrative']], '/steps/3/type', 'step.type-not-in-version-1'],
  ['no parameters', [['/steps/3/params']], '/steps/3/params', 'schema.invalid'],
  ['a list as parameters', [['/steps/3/params', []]], '/steps/3/params', 'schema.invalid'],
  ['a misspelled step key', [['/steps/0/timout', 60]], '/steps/0/timout', 'schema.key-unknown'],
  ['a timeout of nothing', [['/steps/0/timeout', 0]], '/steps/0/timeout', 'schema.invalid'],
  ['a timeout beyond an hour', [['/steps/0/timeout', 3601]], '/steps/0/timeout', 'schema.invalid'],
  ['a fraction as timeout', [['/steps/0/timeout', 1.5]], '/steps/0/timeout', 'schema.invalid'],
  ['a text as timeout', [['/steps/0/timeout', '60']], '/steps/0/timeout', 'schema.invalid'],
  ['an unknown answer to errors', [['/steps/0/on_error', 'ignore']], '/steps/0/on_error', 'schema.invalid'],
  [
    'eleven attempts',
    [
      ['/steps/0/on_error', 'retry_then_fail'],
      ['/steps/0/retry', { max_attempts: 11 }],
    ],
    '/steps/0/retry/max_attempts',
    'schema.invalid',
  ],
  [
    'no attempt',
    [
      ['/steps/0/on_error', 'retry_then_fail'],
      ['/steps/0/retry', { max_attempts: 0 }],
    ],
    '/steps/0/retry/max_attempts',
    'schema.invalid',
  ],
  [
    'an unknown retry key',
    [
      ['/steps/0/on_error', 'retry_then_fail'],
      ['/steps/0/retry', { attempts: 3 }],
    ],
    '/steps/0/retry/attempts',
    'schema.key-unknown',
  ],
  ['a text as allow_empty', [['/steps/0/allow_empty', 'true']], '/steps/0/allow_empty', 'schema.invalid'],
  ['a need of no step', [['/steps/2/needs', ['bras']]], '/steps/2/needs/0', 'needs.step-unknown'],
  [
    'a lenient need of no step',
    [['/steps/2/needs', [{ id: 'bras', allow_failed: true }]]],
    '/steps/2/needs/0/id',
    'needs.step-unknown',
  ],
  ['a number as need', [['/steps/2/needs', [1]]], '/steps/2/needs/0', 'schema.invalid'],
  ['a text as needs', [['/steps/2/needs', 'bars']], '/steps/2/needs', 'schema.invalid'],
  ['a need of itself', [['/steps/2/needs', ['brief']]], '/steps/2', 'steps.cycle'],
  ['two steps that need each other', [['/steps/0/needs', ['bars']]], '/steps/0', 'steps.cycle'],
  [
    'an operator that nobody knows',
    [['/steps/2/skip_if', { ...equals, op: 'matches' }]],
    '/steps/2/skip_if/op',
    'schema.invalid',
  ],
  [
    'a comparison without a value',
    [['/steps/2/skip_if', { field: equals.field, op: 'eq' }]],
    '/steps/2/skip_if/value',
    'schema.invalid',
  ],
  [
    'a comparison of constants',
    [['/steps/2/skip_if', { field: 1, op: 'eq', value: 1 }]],
    '/steps/2/skip_if/field',
    'condition.field-invalid',
  ],
  [
    'between with one end',
    [['/steps/2/skip_if', { ...equals, op: 'between', value: [1] }]],
    '/steps/2/skip_if/value',
    'schema.invalid',
  ],
  ['an empty combination', [['/steps/2/skip_if', { all: [] }]], '/steps/2/skip_if/all', 'schema.invalid'],
  ['nine levels of conditions', [['/steps/2/skip_if', nested(8)]], '/steps/2/skip_if', 'schema.invalid'],
  [
    '65 parts of a condition',
    [['/steps/2/skip_if', { any: list(64, () => equals) }]],
    '/steps/2/skip_if',
    'schema.invalid',
  ],
  [
    'a condition on no step',
    [['/steps/2/skip_if', { ...equals, field: { ref: 'ctx.bras.rows_written' } }]],
    '/steps/2/skip_if/field',
    'reference.step-unknown',
  ],
  [
    'a condition on no field',
    [['/steps/2/skip_if', { ...equals, field: { ref: 'ctx.bars.rows_writen' } }]],
    '/steps/2/skip_if/field',
    'reference.field-unknown',
  ],
  [
    'a reference to no step',
    [['/steps/1/params/source', { ref: 'ctx.price' }]],
    '/steps/1/params/source',
    'reference.step-unknown',
  ],
  [
    'a reference to no field',
    [['/steps/4/params/artifacts', { ref: 'ctx.pages.artefacts' }]],
    '/steps/4/params/artifacts',
    'reference.field-unknown',
  ],
  [
    'a reference without ctx',
    [['/steps/1/params/source', { ref: 'prices' }]],
    '/steps/1/params/source',
    'reference.malformed',
  ],
  [
    'a reference with a gap',
    [['/steps/1/params/source', { ref: 'ctx.prices..payloads' }]],
    '/steps/1/params/source',
    'reference.malformed',
  ],
  [
    'a negative index',
    [['/steps/4/params/artifacts', { ref: 'ctx.pages.artifacts[-1]' }]],
    '/steps/4/params/artifacts',
    'reference.malformed',
  ],
  [
    'an index into an object',
    [['/steps/1/params/source', { ref: 'ctx.prices[0]' }]],
    '/steps/1/params/source',
    'reference.field-unknown',
  ],
  [
    'a field of a list',
    [['/steps/4/params/artifacts', { ref: 'ctx.pages.artifacts.name' }]],
    '/steps/4/params/artifacts',
    'reference.field-unknown',
  ],
  [
    'a prototype as field',
    [['/steps/1/params/source', { ref: 'ctx.prices.constructor' }]],
    '/steps/1/params/source',
    'reference.field-unknown',
  ],
  [
    'a reference with a default',
    [['/steps/1/params/source', { ref: 'ctx.prices', default: {} }]],
    '/steps/1/params/source',
    'reference.malformed',
  ],
  [
    'a text where a list is needed',
    [['/steps/4/params/artifacts', { ref: 'ctx.bars.target' }]],
    '/steps/4/params/artifacts',
    'reference.type-mismatch',
  ],
  [
    'payloads instead of artifacts',
    [['/steps/4/params/artifacts', { ref: 'ctx.prices.payloads' }]],
    '/steps/4/params/artifacts',
    'reference.type-mismatch',
  ],
  [
    'an unknown variable',
    [['/steps/4/params/folder', { var: 'foldr' }]],
    '/steps/4/params/folder',
    'variable.unknown',
  ],
  ['a variable of the wrong kind', [['/variables/folder', 7]], '/steps/4/params/folder', 'schema.invalid'],
  [
    'a variable with a default',
    [['/steps/4/params/folder', { var: 'folder', default: 'x' }]],
    '/steps/4/params/folder',
    'reference.malformed',
  ],
];
