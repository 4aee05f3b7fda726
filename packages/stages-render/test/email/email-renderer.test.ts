import type { ReportModel, TableSection } from '@daybook/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import { createChartDrawer } from '../../src/charts/chart-drawer.ts';
import { createEmailRenderer } from '../../src/email/email-renderer.ts';
import {
  candlestick,
  lineChart,
  modelOf,
  priceTable,
  sampleBars,
  sampleCards,
  sampleModel,
  twoLines,
} from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const charts = createChartDrawer();
const render = async (model: ReportModel) =>
  new TextDecoder().decode((await createEmailRenderer({ charts }).render(model)).bytes);
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;
const withoutPictures = (mail: string) => mail.replaceAll(/data:image\/png;base64,[^"]*/g, '');
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const rowsOf = (rows: number) => ({ ...priceTable(sampleBars(1)), rows: prices.rows.slice(0, rows) });
const prices: TableSection = priceTable(sampleBars(1_200));

describe('the mail', () => {
  it('prints every figure of the model', async () => {
    const table = priceTable(sampleBars(50));
    const mail = await render(modelOf(...sampleCards, table));
    for (const { title, figure, comparison } of sampleCards) {
      expect(mail).toContain(`>${escaped(title)}</h2>`);
      expect(mail).toContain(`>${figure}</p>`);
      expect(mail).toContain(comparison?.text);
    }
    for (const { title } of table.columns) expect(mail).toContain(`>${title}</th>`);
    for (const cell of table.rows.flat()) expect(mail).toContain(`>${escaped(cell)}</td>`);
    expect(mail).not.toContain('Showing');
  });

  it('tells title, newest date, version and snapshot', async () => {
    const mail = await render(modelOf());
    expect(mail).toContain('<title>Weekly market brief</title>');
    expect(mail).toMatch(/<h1 [^>]*>Weekly market brief<\/h1>/);
    expect(mail).toContain('>Data to 2020-12-30 · Version 3</p>');
    expect(mail).toContain('Snapshot 4f1c9d2e8b7a:');
    expect(await render({ ...modelOf(), newestDate: null })).toContain('>Version 3</p>');
  });

  it('says which way a figure went, also without colour', async () => {
    const mail = await render(modelOf(...sampleCards));
    for (const [direction, mark] of Object.entries({ up: '▲', down: '▼', unchanged: '■' }))
      expect(mail).toMatch(new RegExp(`role="img" aria-label="${direction}" style="[^"]+">${mark}</span>`));
  });

  it('prints texts by paragraph', async () => {
    const mail = await render(modelOf({ type: 'text', body: 'One.\n\nTwo & three.' }));
    expect(mail).toContain('>One.</p>');
    expect(mail).toContain('>Two &amp; three.</p>');
  });

  it('shows a table without rows and a chart without points as such', async () => {
    const mail = await render(modelOf({ ...priceTable([]), title: undefined }, lineChart([])));
    expect(mail).toContain('>No rows.</td>');
    expect(mail).toContain('>No data to draw.</p>');
    expect(mail).not.toContain('<img');
  });

  it('holds nothing that mail clients refuse or load', async () => {
    const mail = await render(sampleModel({ points: 600 }));
    expect(mail).not.toMatch(/<(?:svg|script|link|iframe|form|input|button|object|video|base)\b/i);
    expect(mail).not.toMatch(/url\(|@import|@font-face|javascript:|https?:|\son\w+=/i);
    for (const [, source] of mail.matchAll(/ src="([^"]*)"/g))
      expect(source).toMatch(/^data:image\/png;base64,/);
    expect(count(mail, '<style>')).toBe(1);
    expect(mail).not.toMatch(/display:(?:flex|grid)/);
  });

  it('is a column of at most 600 pixels made of tables', async () => {
    const mail = await render(sampleModel({ points: 600 }));
    expect(mail).toContain('max-width:600px');
    for (const [, width] of mail.matchAll(/(?:[ ;"]width:| width=")(\d+)(?:px|")/g))
      expect(Number(width)).toBeLessThanOrEqual(600);
    const tags = (name: string) => count(mail, new RegExp(`<${name}[ >]`));
    // The frame for one client stands in a comment.
    expect(tags('table')).toBe(count(mail, '</table>'));
    expect(tags('tr')).toBe(count(mail, '</tr>'));
    expect(tags('td')).toBe(count(mail, '</td>'));
  });

  it('gives each colour of text and paper a counterpart on dark screens', async () => {
    const mail = await render(sampleModel({ points: 600 }));
    const dark = /prefers-color-scheme:dark\)\{(.*?)<\/style>/s.exec(mail)?.[1] ?? '';
    expect(mail).toContain('<meta name="color-scheme" content="light dark">');
    const classes = new Set(
      [...mail.matchAll(/ class="([^"]+)"/g)].flatMap(([, names]) => names?.split(' ')),
    );
    expect(classes.size).toBeGreaterThan(8);
    for (const name of classes) expect(dark).toContain(`.${name}{`);
  });

  it('gives the same bytes again', async () => {
    const again = () => createEmailRenderer().render(sampleModel({ points: 600 }));
    expect(Buffer.from((await again()).bytes).equals((await again()).bytes)).toBe(true);
  });
});

describe('a chart in a mail', () => {
  it('is an image with width, height and words', async () => {
    const mail = await render(
      modelOf(candlestick(sampleBars(20)), lineChart(sampleBars(30), 'Close & "more"')),
    );
    expect(count(mail, '<img ')).toBe(2);
    expect(count(mail, / width="560" height="\d+" alt="[^"]{20,}"/)).toBe(2);
    expect(mail).toContain(
      'alt="Line chart: Close &amp; &quot;more&quot;, 30 points from 2020-11-19 to 2020-12-30.',
    );
  });

  it('explains its marks in words', async () => {
    const mail = await render(modelOf(candlestick(sampleBars(5)), twoLines(sampleBars(5))));
    for (const name of ['Closed higher', 'Closed lower', 'NRTH', 'SOLA'])
      expect(mail).toContain(`<span dir="auto">${name}</span>`);
  });

  it('says how many lines its legend leaves out', async () => {
    const points = Array.from({ length: 20 }, (_, index) => ({
      date: '2020-12-01',
      symbol: `S${index}`,
      close: String(index),
    }));
    const mail = await render(modelOf({ ...lineChart([]), points, series: 'symbol' }));
    expect(mail).toContain('<span dir="auto">S11</span>');
    expect(mail).not.toContain('<span dir="auto">S12</span>');
    expect(mail).toContain('and 8 more');
  });
});

describe('a long report in a mail', () => {
  it.each([
    [50, 50, undefined],
    [51, 50, 'Showing 50 of 51 rows; the attached or stored report has all of them.'],
    [1_200, 50, 'Showing 50 of 1,200 rows; the attached or stored report has all of them.'],
  ])('shows of %d rows %d', async (rows, shown, message) => {
    const mail = await render(modelOf(rowsOf(rows)));
    expect(count(mail, /<tr valign="top"/)).toBe(shown);
    expect(/Showing [^<]*/.exec(mail)?.[0]).toBe(message);
  });

  it('shows fewer rows when there are many tables, and says how many', async () => {
    const mail = await render(modelOf(...Array.from({ length: 30 }, () => rowsOf(60))));
    expect(Buffer.byteLength(mail)).toBeLessThan(100_000);
    const shown = count(mail, /<tr valign="top"/) / 30;
    expect(shown).toBeGreaterThan(2);
    expect(shown).toBeLessThan(50);
    expect(count(mail, `Showing ${shown} of 60 rows;`)).toBe(30);
  });

  it('shortens texts only when rows are not enough, and says so', async () => {
    const text = { type: 'text', body: `${'A wordy paragraph. '.repeat(100)}\n`.repeat(10) } as const;
    const mail = await render(modelOf(...Array.from({ length: 12 }, () => text), rowsOf(60)));
    expect(Buffer.byteLength(mail)).toBeLessThan(100_000);
    expect(count(mail, 'Showing 4,000 of 19,000 characters;')).toBe(12);
    expect(mail).toContain('Showing 0 of 60 rows;');
    expect(mail).not.toContain('No rows.');
  });

  it('leaves out sections from the end when nothing else helps, and says so', async () => {
    const card = {
      type: 'metric_card',
      title: 'Note',
      figure: '€'.repeat(9_000),
      comparison: undefined,
    } as const;
    const mail = await render(modelOf(card, card, card, card, card));
    expect(Buffer.byteLength(mail)).toBeLessThan(100_000);
    expect(count(mail, card.figure)).toBe(3);
    expect(mail).toContain('Showing 3 of 5 sections;');
  });

  it('does not count pictures', async () => {
    const bars = sampleBars(300);
    const mail = await render(modelOf(...Array.from({ length: 6 }, () => candlestick(bars)), rowsOf(50)));
    expect(Buffer.byteLength(mail)).toBeGreaterThan(100_000);
    expect(Buffer.byteLength(withoutPictures(mail))).toBeLessThan(100_000);
    expect(mail).not.toContain('Showing');
  });

  it('fails when not even the title fits', async () => {
    const endless = { ...modelOf(), title: 'x'.repeat(100_000) };
    await expect(createEmailRenderer().render(endless)).rejects.toThrow('no room in a mail of 96 kB');
  });
});

describe('text from outside in a mail', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '{{ 7 * 7 }}{% raw %}',
    ']]> --> </style></table><![endif]-->',
    '" onmouseover="alert(1)',
    "'&amp;",
    '<img src=x onerror=alert(1)>',
  ];

  const modelWith = (text: string, name: string): ReportModel => {
    const table = priceTable(sampleBars(1), text);
    const points = ['2020-12-01', '2020-12-02'].flatMap((date) => [
      { date, [name]: text, close: '1' },
      { date, [name]: 'other', close: '2' },
    ]);
    return {
      ...modelOf(
        { type: 'metric_card', title: text, figure: text, comparison: { direction: 'up', text } },
        { type: 'text', body: text },
        { ...lineChart([], text), points, series: name },
        {
          ...table,
          columns: table.columns.map((column) => ({ ...column, title: text })),
          rows: [table.columns.map(() => text)],
        },
      ),
      title: text,
    };
  };

  it.each(hostile)('is printed as it is wherever it stands: %s', async (text) => {
    const mail = withoutPictures(await render(modelWith(text, 'symbol')));
    const plain = withoutPictures(await render(modelWith('plain', 'symbol')));
    const tags = (html: string) => [...html.matchAll(/<[a-z/!][^\s>]*/g)].map(([tag]) => tag).join(' ');
    expect(tags(mail)).toBe(tags(plain));
    expect(mail).toContain(`<title>${escaped(text)}</title>`);
    expect(mail).toContain(`<span dir="auto">${escaped(text)}</span>`);
    expect(mail).toContain(`alt="Line chart: ${escaped(text)}, 4 points`);
    expect(count(mail, `>${escaped(text)}</td>`)).toBe(7);
  });

  it('cannot reverse or hide the text around it', async () => {
    const mail = await render(modelWith('a\u202Eb\u0000c\u2066d', 'symbol'));
    expect(mail).not.toMatch(/[\u202E\u2066\u0000]/);
    expect(mail).toContain('a\uFFFDb\uFFFDc\uFFFDd');
  });
});
