import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { baseDocument } from './base-document.ts';
import { changeDocument } from './change-document.ts';
import { documentCases, triggerCases } from './document-cases.ts';
import { paramCases } from './param-cases.ts';
import { stepCases } from './step-cases.ts';
import { validCases } from './valid-documents.ts';

const file = fileURLToPath(new URL('../../../../docs/policy-v1.schema.json', import.meta.url));
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(file, 'utf8')) as object,
);

/** What the parser refuses by rules that a JSON Schema has no words for. */
const beyondSchema = new Set([
  'a name that is not in NFC',
  'a name that ends with a space',
  'a comparison without a value',
  'between with one end',
  'nine levels of conditions',
  '65 parts of a condition',
  // The schema can't know what a variable stands for.
  'a variable of the wrong kind',
  'a folder above',
  'an absolute folder',
  // Checked by code: a pattern for it would teach nobody.
  'a placeholder that nobody fills',
]);
const codesOfSchema = new Set([
  'schema.invalid',
  'schema.key-unknown',
  'step.type-unknown',
  'step.type-not-in-version-1',
  'policy.version-unsupported',
  'reference.malformed',
]);

describe('the published schema', () => {
  it.each(validCases)('accepts a document with %s', (_, changes) => {
    expect(accepts(changeDocument(baseDocument, changes))).toBe(true);
  });

  it.each([...documentCases, ...triggerCases, ...stepCases, ...paramCases])(
    'agrees about a document with %s',
    (name, changes, _, code) => {
      const refused = codesOfSchema.has(code) && !beyondSchema.has(name);
      expect(accepts(changeDocument(baseDocument, changes))).toBe(!refused);
    },
  );
});
