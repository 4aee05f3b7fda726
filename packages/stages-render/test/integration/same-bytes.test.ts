import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { createHtmlRenderer } from '../../src/html/html-renderer.ts';
import { createPdfRenderer } from '../../src/pdf/pdf-renderer.ts';
import { sampleModel } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const built = new URL('../../dist/index.js', import.meta.url);
const script = `
  import { createHash } from 'node:crypto';
  import { text } from 'node:stream/consumers';
  import { createHtmlRenderer, createPdfRenderer } from ${JSON.stringify(built)};
  const model = JSON.parse(await text(process.stdin));
  for (const renderer of [createPdfRenderer(), createHtmlRenderer()]) {
    const { bytes } = await renderer.render(model);
    console.log(renderer.format, createHash('sha256').update(bytes).digest('hex'));
  }`;

/** Hashes of both formats as another process, somewhere else on earth, renders them. */
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
    const renderings = [await createPdfRenderer().render(model), await createHtmlRenderer().render(model)];
    const [pdf, html] = renderings.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
    const expected = `pdf ${pdf}\nhtml ${html}\n`;
    expect(hashesIn('Pacific/Auckland', model)).toBe(expected);
    expect(hashesIn('America/Los_Angeles', model)).toBe(expected);
  });
});
