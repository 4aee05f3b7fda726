import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { card } from './readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', () => {
    expect(card).toMatchObject({
      figure: '3,756.07',
      comparison: { text: '+56.66 (+1.53 %) since 2020-12-30' },
    });
  });
});
