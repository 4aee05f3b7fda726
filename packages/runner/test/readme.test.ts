import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createJumpingClock } from './jumping-clock.ts';
import { runOnce } from './readme-example.ts';
import { createWorkSteps, policyOf } from './work-steps.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', async () => {
    const steps = createWorkSteps({ first: async () => 'Hello.' });
    const run = await runOnce(policyOf([{ id: 'first' }], steps), steps, createJumpingClock());
    expect(run.state.status).toBe('success');
    expect(run.steps[0]?.state).toMatchObject({ status: 'success', output: 'Hello.' });
  });
});
