import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { createEmailRenderer } from '../../src/email/email-renderer.ts';
import { createHtmlRenderer } from '../../src/html/html-renderer.ts';
import { createPdfRenderer } from '../../src/pdf/pdf-renderer.ts';
import { sampleModel } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const built = new URL('../../dist/index.js', import.meta.url);
const script = `
  import { createHash } from 'node:crypto';
  import { text } from 'node:stream/consumers';
  import { createEmailRenderer, createHtmlRenderer, createPdfRenderer } from ${JSON.stringify(built)};
  const model = JSON.parse(await text(process.stdin));
  for (const renderer of [createPdfRenderer(), createHtmlRenderer(), createEmailRenderer()]) {
    const { bytes } = await renderer.render(model);
    console.log(renderer.format, createHash('sha256').update(bytes).digest('hex'));
  }`;

/** Hashes of all formats as another process, somewhere else on earth, renders them. */
function hashesIn(timeZone: string, model: object): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    input: JSON.stringify(model),
    env: { TZ: timeZone, LANG: 'de_DE.UTF-8' },
    encoding: 'utf8',
  });
}

describe('a rendered report', () => {
  it('has the same bytes in every process and time zone', async () => {
    const model = sampleModel({ points: 800 });
    const lines: string[] = [];
    for (const renderer of [createPdfRenderer(), createHtmlRenderer(), createEmailRenderer()]) {
      const { bytes } = await renderer.render(model);
      lines.push(`${renderer.format} ${createHash('sha256').update(bytes).digest('hex')}\n`);
    }
    const expected = lines.join('');
    expect(hashesIn('Pacific/Auckland', model)).toBe(expected);
    expect(hashesIn('America/Los_Angeles', model)).toBe(expected);
  });
});
