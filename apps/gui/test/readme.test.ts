import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { changes } from './readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
    expect(changes).toEqual(['Step mail is new']);
  });
});
