import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deliverBrief } from './readme-example.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', async () => {
    const folder = await makeTemporaryFolder();
    const recipient = 'briefs/weekly-brief-2020-12-31-v1.html';
    expect(await deliverBrief(folder.root)).toMatchObject({ deliveries: [{ recipient, status: 'sent' }] });
    expect(await readFile(join(folder.root, recipient), 'utf8')).toContain('Weekly brief');
    await folder.remove();
  });
});
