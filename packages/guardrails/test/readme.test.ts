import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards } from './example-guards.ts';
import { firstRun } from './readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', async () => {
    const { application, policy } = createExampleGuards();
    const { refused, started } = await firstRun(application, policy(brief()));
    expect(refused).toMatchObject({ code: 'approval.required' });
    expect(started).toMatchObject({ version: 1 });
  });
});
