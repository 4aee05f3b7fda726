import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { nextNewYorkCloses } from '../readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('../readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', () => {
    expect(nextNewYorkCloses()).toEqual({
      skipped: ['power failure', 'Thanksgiving Day'],
      next: {
        date: '2026-11-27',
        open: '2026-11-27T14:30:00.000Z',
        close: '2026-11-27T18:00:00.000Z',
        isEarlyClose: true,
        isKnown: true,
      },
      andThen: '2026-11-30',
    });
  });
});
