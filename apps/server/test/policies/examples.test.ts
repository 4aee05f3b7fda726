import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from '@jest/globals';
import { createPolicySchema } from '@daybook/policy';
import { applicationShapes, createApplicationParser } from '../../src/policy-parser.ts';

const folder = fileURLToPath(new URL('../../../../examples/policies', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const parse = createApplicationParser();
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(
  createPolicySchema(applicationShapes()),
);

describe('the example policies', () => {
  it('are as many as people were promised', () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
  });

  it.each(files)('%s is valid, by the parser and by the schema', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(parse(text).issues).toEqual([]);
    expect(accepts(JSON.parse(text))).toBe(true);
  });
});
