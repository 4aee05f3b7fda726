import type { ReportModel } from '@daybook/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import { createPdfRenderer } from '../../src/pdf/pdf-renderer.ts';
import { pdfText, pdfWords } from '../pdf-text.ts';
import {
  candlestick,
  lineChart,
  modelOf,
  priceTable,
  printed,
  sampleBars,
  sampleCards,
  sampleModel,
  twoLines,
} from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const render = (model: ReportModel) => createPdfRenderer().render(model);
const text = async (model: ReportModel) => pdfText((await render(model)).bytes);
const oneLine = (content: string) => content.replaceAll(/\s+/g, ' ');

describe('the PDF', () => {
  it('prints every figure of the model', async () => {
    const table = priceTable(sampleBars(60));
    const note = 'All figures are closing prices.';
    const chart = lineChart(sampleBars(90));
    const model = modelOf(...sampleCards, { type: 'text', body: note }, chart, table);
    const content = oneLine(await text(model));
    for (const { title, figure } of sampleCards) {
      expect(content).toContain(title);
      expect(content).toContain(figure);
    }
    for (const row of table.rows) expect(content).toContain(row.join(' '));
    expect(content).toContain(note);
    expect(content).toContain(chart.title);
  });

  it('prints each of 300 rows exactly once, over several pages', async () => {
    const bars = sampleBars(300);
    const { bytes } = await render(modelOf(priceTable(bars)));
    const dates = pdfWords(bytes)
      .flat()
      .flatMap((word) => /^\d{4}-\d\d-\d\d$/.exec(word.text) ?? [])
      .filter((date, index, all) => date !== '2020-12-30' || index === all.length - 1);
    expect(dates).toEqual(bars.map(({ date }) => date));
  });

  it('repeats the header row of a table on every page of it', async () => {
    const pages = pdfWords((await render(modelOf(priceTable(sampleBars(300))))).bytes);
    expect(pages.length).toBeGreaterThan(5);
    for (const words of pages) {
      expect(words.map((word) => word.text)).toEqual(expect.arrayContaining(['Date', 'Symbol', 'Volume']));
    }
  });

  it('names the report and its newest date at the top of every page', async () => {
    const pages = pdfWords((await render(sampleModel({ points: 600, tableRows: 200 }))).bytes);
    for (const words of pages) {
      const band = words.filter(({ bottom }) => bottom < 38).map((word) => word.text);
      expect(band).toEqual(['Weekly', 'market', 'brief', 'Data', 'to', '2020-12-30']);
    }
  });

  it('numbers its pages and names the snapshot at the bottom of each', async () => {
    const pages = pdfWords((await render(sampleModel({ points: 600 }))).bytes);
    pages.forEach((words, index) => {
      const foot = words.filter(({ top }) => top > 800).map((word) => word.text);
      const line = `Version 3 · Snapshot 4f1c9d2e8b7a Page ${index + 1} of ${pages.length}`;
      expect(foot.join(' ')).toBe(line);
    });
  });

  it('keeps a heading with what follows it', async () => {
    for (let rows = 22; rows < 36; rows += 2) {
      const table = priceTable(sampleBars(rows), 'First table');
      const pages = pdfWords((await render(modelOf(table, priceTable(sampleBars(5), 'Zweite')))).bytes);
      const words = pages.find((page) => page.some((word) => word.text === 'Zweite')) ?? [];
      const heading = words.find((word) => word.text === 'Zweite')?.bottom ?? 0;
      const below = words.filter(({ top }) => top > heading).map((word) => word.text);
      expect(below).toContain('Date');
      expect(below.filter((word) => /^\d{4}-/.test(word)).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('lines numbers up at the right edge of their column', async () => {
    const bars = sampleBars(40);
    const words = pdfWords((await render(modelOf(priceTable(bars)))).bytes).flat();
    const volumes = new Set(bars.map(({ volume }) => printed(volume, 0)));
    const edges = words.filter((word) => volumes.has(word.text)).map(({ right }) => right.toFixed(1));
    expect(edges).toHaveLength(40);
    expect(new Set(edges).size).toBe(1);
  });

  it('draws charts as vectors with readable labels', async () => {
    const content = await text(modelOf(candlestick(sampleBars(60)), twoLines(sampleBars(500))));
    for (const label of ['19 Oct', 'Closed higher', 'Closed lower', 'NRTH', 'SOLA', '1,600']) {
      expect(content).toContain(label);
    }
    const { bytes } = await render(modelOf(lineChart(sampleBars(200))));
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('/Subtype /Image');
  });

  it('says that a chart or table has nothing to show', async () => {
    const content = await text(modelOf(lineChart([]), priceTable([])));
    expect(content).toContain('No data to draw.');
    expect(content).toContain('No rows.');
  });

  it('is complete without sections and without a date', async () => {
    const content = await text({ ...modelOf(), newestDate: null });
    expect(content).toContain('Page 1 of 1');
    expect(content).not.toContain('Data to');
  });

  it('lays out any number of cards in rows', async () => {
    for (const count of [1, 2, 3, 5, 6, 9]) {
      const cards = Array.from({ length: count }, (_, index) => ({
        type: 'metric_card' as const,
        title: `Card ${index + 1}`,
        figure: `${index + 1},000.00`,
        comparison: sampleCards[0]?.comparison,
      }));
      const content = await text(modelOf(...cards));
      for (const { title, figure } of cards) {
        expect(content).toContain(title);
        expect(content).toContain(figure);
      }
    }
  });

  it('gives the same bytes again', async () => {
    const [first, second] = [await render(sampleModel()), await render(sampleModel())];
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(first.warnings).toEqual([]);
  });

  it('prints 2,000 rows in a few seconds', async () => {
    const start = performance.now();
    const { bytes } = await render(modelOf(priceTable(sampleBars(2_000))));
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(pdfText(bytes)).toContain('Page 1 of 4');
  });
});
