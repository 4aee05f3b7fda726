import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../src/exit-code.ts';
import { stepShapes } from '../src/policy-parser.ts';
import { engineErrorCodes } from '@daybook/kernel';

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));

/** The step types that files named `*-step.ts` of the stages define. */
function definedTypes(): readonly string[] {
  return readdirSync(packages)
    .filter((name) => name.startsWith('stages-'))
    .flatMap((name) => {
      const source = join(packages, name, 'src');
      return readdirSync(source)
        .filter((file) => file.endsWith('-step.ts'))
        .map((file) => readFileSync(join(source, file), 'utf8'));
    })
    .flatMap((text) => [...text.matchAll(/^ {2}type: '([a-z_]+)',$/gm)].map(([, type = '']) => type));
}

describe('the application', () => {
  it('lists every step type that a stage defines', () => {
    expect(stepShapes.map(({ type }) => type).toSorted()).toEqual(definedTypes().toSorted());
  });

  it('has an exit code for every error', () => {
    for (const code of engineErrorCodes) expect([0, 1, 2, 3, 4, 5, 6, 130]).toContain(exitCodeOfError(code));
  });
});
