import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daybook, marketReview, temporaryFolder } from '../terminal-fixture.ts';

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Page {
  readonly width: number;
  readonly height: number;
  readonly words: readonly Word[];
}

const folder = temporaryFolder();
let pages: readonly Page[] = [];

beforeAll(async () => {
  const out = join(folder.path, 'out');
  await daybook(['run', marketReview, '--yes', '--as-of', '2020-04-17T21:00:00Z', '--out', out], {
    DAYBOOK_DATA_DIR: join(folder.path, 'data'),
  });
  pages = readPages(
    execFileSync('pdftotext', ['-bbox', join(out, 'market-review.pdf'), '-'], { encoding: 'utf8' }),
  );
}, 60_000);

afterAll(() => folder.remove());

describe('the pages of the PDF', () => {
  it('keep every word inside the margins', () => {
    const outside = pages.flatMap(({ width, height, words }) =>
      words.filter(
        ({ left, top, right, bottom }) => left < 30 || top < 12 || right > width - 30 || bottom > height - 12,
      ),
    );
    expect(outside).toEqual([]);
  });

  it('carry the header, and their number of how many', () => {
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, { words, height }] of pages.entries()) {
      const head = words.filter(({ bottom }) => bottom < height * 0.12).map(({ text }) => text);
      expect(head.join(' ')).toContain('Market review');
      const foot = words.filter(({ top }) => top > height * 0.9).map(({ text }) => text);
      expect(foot.join(' ')).toContain(`${index + 1} of ${pages.length}`);
    }
  });

  it('repeat the head of the table on every page that it runs over', () => {
    const withRows = pages.filter(({ words }) => words.some(({ text }) => text === 'TIDE'));
    expect(withRows.length).toBeGreaterThan(1);
    for (const { words } of withRows)
      expect(words.map(({ text }) => text)).toEqual(expect.arrayContaining(['Symbol', 'Volume']));
  });

  it('let no two words of a row touch', () => {
    const touching = pages.flatMap(({ words }) =>
      words.flatMap((word, index) => {
        const next = words[index + 1];
        const sameLine = next !== undefined && Math.abs(next.top - word.top) < 1 && next.left > word.left;
        return sameLine && next.left < word.right - 0.1 ? [`${word.text} / ${next.text}`] : [];
      }),
    );
    expect(touching).toEqual([]);
  });

  it('align the volumes at the right', () => {
    const withRows = pages.filter(({ words }) => words.some(({ text }) => text === 'TIDE'));
    const volumes = withRows.flatMap(({ words }) =>
      words.filter(({ text }) => /^\d{1,3}(?:,\d{3})+$/.test(text)),
    );
    expect(volumes.length).toBeGreaterThan(50);
    expect(new Set(volumes.map(({ right }) => right.toFixed(0))).size).toBe(1);
  });
});

function readPages(bbox: string): readonly Page[] {
  return [...bbox.matchAll(/<page width="([\d.]+)" height="([\d.]+)">(.*?)<\/page>/gs)].map(
    ([, width = '', height = '', body = '']) => ({
      width: Number(width),
      height: Number(height),
      words: readWords(body),
    }),
  );
}

function readWords(body: string): readonly Word[] {
  const pattern = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g;
  return [...body.matchAll(pattern)].map(([, left, top, right, bottom, text = '']) => ({
    text,
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }));
}
