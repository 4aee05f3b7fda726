// Writes docs/policy-v1.schema.json, the JSON Schema of the policy document, from the schemas that the parser uses.
// With --check it only compares. Needs the packages built.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPolicySchema } from '../packages/policy/dist/index.js';
import { applicationShapes } from '../apps/server/dist/index.js';
import { repositoryRoot } from './repository.mjs';

const file = join(repositoryRoot, 'docs', 'policy-v1.schema.json');
const text = `${JSON.stringify(createPolicySchema(applicationShapes()), null, 2)}\n`;

if (process.argv.includes('--check')) {
  let written = '';
  try {
    written = readFileSync(file, 'utf8');
  } catch {
    // A file that is missing differs, too.
  }
  if (written !== text) {
    console.error(
      'docs/policy-v1.schema.json is not current: run node tooling/policy-schema.mjs after npm run build',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
