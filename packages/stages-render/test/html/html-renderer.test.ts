import { createHash } from 'node:crypto';
import type { ReportModel } from '@daybook/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import { createHtmlRenderer } from '../../src/html/html-renderer.ts';
import { toPageContext } from '../../src/html/page-context.ts';
import { printPage } from '../../src/html/print-page.ts';
import { createChartDrawer } from '../../src/charts/chart-drawer.ts';
import {
  candlestick,
  lineChart,
  modelOf,
  priceTable,
  sampleBars,
  sampleCards,
  sampleModel,
} from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const render = async (model: ReportModel) =>
  new TextDecoder().decode((await createHtmlRenderer().render(model)).bytes);
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

describe('the HTML page', () => {
  it('prints every figure of the model', async () => {
    const table = priceTable(sampleBars(60));
    const page = await render(modelOf(...sampleCards, table));
    for (const { figure, comparison } of sampleCards) {
      expect(page).toContain(`<p class="figure">${figure}</p>`);
      expect(page).toContain(comparison?.text);
    }
    for (const cell of table.rows.flat()) expect(page).toContain(`>${cell.replace('&', '&amp;')}</td>`);
  });

  it('tells the newest date, the version and the snapshot', async () => {
    const page = await render(modelOf());
    expect(page).toContain('Data to <time datetime="2020-12-30">2020-12-30</time>');
    expect(page).toContain('Version 3');
    expect(page).toContain('<code>4f1c9d2e8b7a</code>');
  });

  it('says nothing about dates when the data has none', async () => {
    expect(await render({ ...modelOf(), newestDate: null })).not.toContain('Data to');
  });

  it('is marked up for readers who cannot see it', async () => {
    const page = await render(sampleModel({ points: 600 }));
    expect(page).toContain('<html lang="en">');
    expect(count(page, '<h1>')).toBe(1);
    expect(page).toContain('<caption>Daily prices</caption>');
    expect(count(page, '<th scope="col"')).toBe(7);
    expect(count(page, 'role="img" aria-label="Line chart: ')).toBe(2);
    for (const element of ['<header>', '<main>', '<section', '<thead>', '<footer>'])
      expect(page).toContain(element);
  });

  it('aligns numbers to the right', async () => {
    const page = await render(modelOf(priceTable(sampleBars(1))));
    expect(count(page, '<td class="right">')).toBe(5);
    expect(count(page, '<th scope="col" class="right">')).toBe(5);
  });

  it('puts neighbouring cards into one grid', async () => {
    const page = await render(modelOf(...sampleCards));
    expect(count(page, '<ul class="grid">')).toBe(1);
    expect(count(page, '<li class="card">')).toBe(4);
  });

  it('shows a table without rows and a chart without points as such', async () => {
    const page = await render(modelOf({ ...priceTable([]), title: undefined }, lineChart([])));
    expect(page).toContain('No rows.');
    expect(page).toContain('No data to draw.');
    expect(page).not.toContain('<caption>');
  });

  it('loads nothing and runs nothing', async () => {
    const page = await render(sampleModel({ points: 600 }));
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|url\(|@import|javascript:/i);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(page).toContain('<meta charset="utf-8">');
  });

  it('allows its own style sheet and nothing else', async () => {
    const page = await render(modelOf());
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri`,
    );
    expect(page).not.toContain(' style="');
  });

  it('gives every colour of the charts a counterpart on dark screens', async () => {
    const page = await render(modelOf(candlestick(sampleBars(20)), lineChart(sampleBars(20))));
    const dark = /prefers-color-scheme:dark\)\{(.*?)@media print/s.exec(page)?.[1] ?? '';
    const used = new Set([...page.matchAll(/(?:stroke|fill)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour));
    expect(used.size).toBeGreaterThan(4);
    for (const colour of used) expect(dark).toContain(`"${colour}"]`);
  });

  it('gives the same bytes again', async () => {
    expect(await render(sampleModel({ points: 600 }))).toBe(await render(sampleModel({ points: 600 })));
  });
});

describe('text from outside', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '{{ 7 * 7 }}{% raw %}',
    ']]> --> </style></svg>',
    '" onmouseover="alert(1)',
    "'&amp;",
  ];

  it.each(hostile)('is printed as it is wherever it stands: %s', async (text) => {
    const table = priceTable(sampleBars(1), text);
    const page = await render({
      ...modelOf(
        { type: 'metric_card', title: text, figure: text, comparison: { direction: 'up', text } },
        { type: 'text', body: text },
        { ...candlestick(sampleBars(5)), title: text },
        {
          ...table,
          columns: table.columns.map((column) => ({ ...column, title: text })),
          rows: [table.columns.map(() => text)],
        },
      ),
      title: text,
    });
    const plain = await render(
      modelOf(
        { type: 'metric_card', title: '', figure: '', comparison: { direction: 'up', text: '' } },
        { type: 'text', body: '' },
        candlestick(sampleBars(5)),
        { ...table, title: 'x', rows: [table.columns.map(() => '')] },
      ),
    );
    const tags = (html: string) => count(html, /<[a-z/!]/);
    // A paragraph is the only element that the text itself brings.
    expect(tags(page)).toBe(tags(plain) + 2);
    const escaped = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
    expect(count(page, `>${escaped}</td>`)).toBe(7);
    expect(page).toContain(`<h1>${escaped}</h1>`);
  });

  it('keeps every script', async () => {
    const words = ['Zażółć', 'שלום עולם', '東京', '🙂', 'x'.repeat(10_000)];
    const page = await render(modelOf(...words.map((body) => ({ type: 'text', body }) as const)));
    for (const word of words) expect(page).toContain(`<p>${word}</p>`);
  });
});

describe('the template', () => {
  it('fails on a value that is missing', async () => {
    const { title: _, ...rest } = await toPageContext(modelOf(), createChartDrawer());
    await expect(printPage(rest as never)).rejects.toThrow(/undefined/);
  });

  it('fails on a value that is missing inside a section', async () => {
    const context = await toPageContext(modelOf(...sampleCards), createChartDrawer());
    const cards = [{ title: 'Close', figure: undefined, comparison: undefined }];
    const blocks = [{ type: 'metric_cards', cards }];
    await expect(printPage({ ...context, blocks } as never)).rejects.toThrow(/undefined/);
  });
});
