import type { ReportModel, TableSection } from '@daybook/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { page } from '../../src/pdf/page-geometry.ts';
import { createPdfRenderer } from '../../src/pdf/pdf-renderer.ts';
import { overlaps, pdfText, pdfWords } from '../pdf-text.ts';
import { candlestick, modelOf, sampleBars, sampleModel, twoLines } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const render = (model: ReportModel) => createPdfRenderer().render(model);

const everywhere = (text: string): ReportModel => {
  const column = { kind: 'text', align: 'left' } as const;
  const table: TableSection = {
    type: 'data_table',
    title: text,
    columns: [
      { ...column, name: 'a', title: text },
      { ...column, name: 'b', title: 'Note' },
      { name: 'c', title: 'Amount', kind: 'decimal', align: 'right' },
    ],
    rows: [
      ['short', text, '1.00'],
      [text, 'short', text],
    ],
  };
  const lines = twoLines(sampleBars(60));
  return {
    ...modelOf(
      { type: 'metric_card', title: text, figure: text, comparison: { direction: 'down', text } },
      { type: 'metric_card', title: 'Beside', figure: '1.00', comparison: undefined },
      { type: 'text', body: text },
      { ...candlestick(sampleBars(10)), title: text },
      { ...lines, points: lines.points.map((point) => ({ ...point, symbol: `${point['symbol']} ${text}` })) },
      table,
    ),
    title: text,
  };
};

/** All text stands on its page and no two words lie on each other: nothing left its cell. */
function expectInside(bytes: Uint8Array): void {
  for (const words of pdfWords(bytes)) {
    const outside = words.filter(
      ({ left, right, top, bottom }) =>
        left < 40 || right > page.width - 40 || top < 0 || bottom > page.height - 10,
    );
    expect(outside).toEqual([]);
    expect(overlaps(words)).toEqual([]);
  }
}

describe('text in the PDF', () => {
  it('stays inside the page and its cell in a whole report', async () => {
    expectInside((await render(sampleModel({ tableRows: 120, points: 900 }))).bytes);
  });

  it.each([
    ['markup', '<script>alert(1)</script> {{ 7 * 7 }} ]]> --> &amp;'],
    ['a very long word', 'Donaudampfschifffahrtsgesellschaft'.repeat(12)],
    ['a long sentence', 'The quick brown fox jumps over the lazy dog. '.repeat(20).trim()],
    ['Hebrew', 'מחיר הסגירה של המדד עלה היום'],
    ['Arabic', 'ارتفع سعر الإغلاق اليوم'],
    ['accents', 'Zażółć gęślą jaźń – Ångström, e\u0301te\u0301'],
    ['symbols of the second font', '▲ ✓ → ∑ ☃ ★'],
  ])('stays inside its place: %s', async (_, text) => {
    const { bytes } = await render(everywhere(text));
    expectInside(bytes);
  });

  it('prints markup as it is', async () => {
    const { bytes } = await render(modelOf({ type: 'text', body: '<b>{{ 7 * 7 }}</b> ]]> &amp;' }));
    expect(pdfText(bytes)).toContain('<b>{{ 7 * 7 }}</b> ]]> &amp;');
  });

  it('prints all of 10,000 characters, over as many pages as it takes', async () => {
    const text = Array.from({ length: 1_500 }, (_, index) => `w${index}`).join(' ');
    const { bytes } = await render(everywhere(text));
    expectInside(bytes);
    const words = pdfWords(bytes).flatMap((words) => words.map((word) => word.text));
    // Title, card (3), text, chart title, legend (2), table heading and three cells.
    expect(words.filter((word) => word === 'w1499').length).toBeGreaterThanOrEqual(10);
  });

  it('prints a word of 10,000 letters in full', async () => {
    const { bytes } = await render(modelOf({ type: 'text', body: 'x'.repeat(10_000) }));
    expectInside(bytes);
    expect(pdfText(bytes).match(/x{5,}/g)?.join('')).toHaveLength(10_000);
  });

  it('takes characters that the first font lacks from the second', async () => {
    const { bytes, warnings } = await render(modelOf({ type: 'text', body: 'up ▲ yes ✓ about ≈ 1.5' }));
    expect(pdfText(bytes)).toContain('up ▲ yes ✓');
    expect(warnings).toEqual([]);
  });

  it('warns of characters that no font has, and marks their places', async () => {
    const { bytes, warnings } = await render(modelOf({ type: 'text', body: '東京 Tokyo 東' }));
    expect(warnings).toEqual(['no font of the PDF has 東 (U+6771), 京 (U+4EAC); � stands in their place']);
    expect(pdfText(bytes)).toContain('�� Tokyo �');
  });

  it('does not warn of characters that print nothing', async () => {
    const { warnings } = await render(modelOf({ type: 'text', body: 'a\u200Bb\u00ADc\uFE0F \u00A0d' }));
    expect(warnings).toEqual([]);
  });

  it('warns of a column title that it shortens', async () => {
    const { warnings } = await render(everywhere('many words '.repeat(300).trim()));
    expect(warnings).toEqual([expect.stringMatching(/^the column title "many words.*was shortened$/)]);
  });

  it('survives any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        expectInside((await render(everywhere(text))).bytes);
      }),
      { numRuns: 8 },
    );
  });
});
