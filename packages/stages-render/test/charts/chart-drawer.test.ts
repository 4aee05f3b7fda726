import type { ChartSection } from '@daybook/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import { createChartDrawer } from '../../src/charts/chart-drawer.ts';
import { fallingColour, lineColours, risingColour } from '../../src/charts/chart-theme.ts';
import { candlestick, lineChart, sampleBars, twoLines } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const draw = async (section: ChartSection) => {
  const drawing = await createChartDrawer().draw(section);
  if (drawing === undefined) throw new Error('nothing was drawn');
  return drawing;
};
const line = (points: ChartSection['points']): ChartSection => ({ ...lineChart([]), points });
const count = (text: string, part: string) => text.split(part).length - 1;
const dataPath = (svg: string) =>
  new RegExp(`<path d="([^"]+)" stroke="${lineColours[0]?.light}"`).exec(svg)?.[1] ?? '';

describe('a candlestick chart', () => {
  it('draws one body a bar, hollow where the price rose and filled where it fell', async () => {
    const bars = sampleBars(60);
    const { svg } = await draw(candlestick(bars));
    const rising = bars.filter(({ open, close }) => Number(close) >= Number(open)).length;
    // No fill of its own: the group's is "none".
    expect(count(svg, `Z" stroke="${risingColour.light}"`)).toBe(rising);
    expect(count(svg, `Z" fill="${fallingColour.light}" stroke="${fallingColour.light}"`)).toBe(60 - rising);
  });

  it('explains hollow and filled', async () => {
    const { legend } = await draw(candlestick(sampleBars(5)));
    expect(legend.map(({ name, mark }) => [name, mark])).toEqual([
      ['Closed higher', 'hollow'],
      ['Closed lower', 'filled'],
    ]);
  });

  it('draws a single bar', async () => {
    const { svg } = await draw(candlestick(sampleBars(1)));
    expect(svg).toContain('2020');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('a line chart', () => {
  it('keeps each of 5,283 daily points', async () => {
    const { svg } = await draw(lineChart(sampleBars(5_283)));
    expect(count(dataPath(svg), 'L')).toBe(5_282);
  });

  it('interrupts the line where a value is missing', async () => {
    const points = ['10', '11', null, '12', '13'].map((close, index) => ({
      date: `2020-12-0${index + 1}`,
      close,
    }));
    const { svg } = await draw(line(points));
    expect(dataPath(svg).match(/[ML]/g)?.join('')).toBe('MLML');
  });

  it('shows a lone value between two gaps as a dot', async () => {
    const points = ['10', null, '11', null, '12', '13'].map((close, index) => ({
      date: `2020-12-0${index + 1}`,
      close,
    }));
    const { svg } = await draw(line(points));
    expect(dataPath(svg)).toMatch(/M[^ML]+Z/);
    expect(svg).toContain('stroke-linecap="round"');
  });

  it('names several lines in the legend, each in the colour of its line', async () => {
    const { svg, legend } = await draw(twoLines(sampleBars(90)));
    expect(legend.map(({ name }) => name)).toEqual(['NRTH', 'SOLA']);
    for (const { colour } of legend) expect(svg).toContain(`stroke="${colour}"`);
  });

  it('needs no legend for one line', async () => {
    expect((await draw(lineChart(sampleBars(60)))).legend).toEqual([]);
  });

  it('tells twenty lines apart by colour and dash', async () => {
    const points = Array.from({ length: 20 }, (_, index) => ({
      date: '2020-12-01',
      symbol: `S${index}`,
      close: '1',
    }));
    const { legend } = await draw({ ...line(points), series: 'symbol' });
    expect(new Set(legend.map(({ colour, dash }) => `${colour} ${dash.join()}`)).size).toBe(20);
  });

  it('labels values and dates legibly', async () => {
    const { svg } = await draw(lineChart(sampleBars(5_283)));
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['2002', '2020', '1,500', '4,000']));
  });

  it('draws huge and tiny values', async () => {
    for (const close of ['123456789012345678', '0.00000012', '-5', '0']) {
      const { svg } = await draw(line([{ date: '2020-12-01', close }]));
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('any chart', () => {
  it('is nothing without points', async () => {
    const drawer = createChartDrawer();
    expect(await drawer.draw(line([]))).toBeUndefined();
    expect(await drawer.draw(line([{ date: '2020-12-01', close: null }]))).toBeUndefined();
    expect(await drawer.draw(candlestick([]))).toBeUndefined();
  });

  it('holds no text of the data, and nothing that could be followed, run or collide', async () => {
    const hostile = '</text><script>alert(1)</script>{{ x }}';
    const points = [
      { date: '2020-12-01', [hostile]: 'a" onload="x', close: '1' },
      { date: '2020-12-02', [hostile]: '<b>', close: '2' },
    ];
    const { svg, legend } = await draw({ ...line(points), title: hostile, series: hostile });
    expect(svg).not.toMatch(/script|alert|onload|<b>|\{\{/);
    expect(svg).not.toMatch(/ (?:id|href|style|class|xlink:href)=/);
    expect(legend.map(({ name }) => name)).toEqual(['a" onload="x', '<b>']);
  });

  it('interprets no field name as an expression', async () => {
    const points = [{ 'a.b[0]': '2020-12-01', "datum['x']": '1' }];
    const { svg } = await draw({ ...line(points), x: 'a.b[0]', y: ["datum['x']"] });
    expect(dataPath(svg)).not.toBe('');
  });

  it('names itself when it can not be drawn', async () => {
    const broken = { ...line([{ date: 'soon', close: '1' }]), title: 'Outlook' };
    await expect(createChartDrawer().draw(broken)).rejects.toThrow(
      'chart "Outlook": "soon" in column "date"',
    );
  });

  it('is drawn once by one drawer and the same by another', async () => {
    const section = candlestick(sampleBars(60));
    const drawer = createChartDrawer();
    expect(drawer.draw(section)).toBe(drawer.draw(section));
    expect((await draw(section)).svg).toBe((await drawer.draw(section))?.svg);
  });

  it('tells in words what it shows', async () => {
    expect((await draw(candlestick(sampleBars(60)))).summary).toBe(
      'Candlestick chart: S&P 500, the last 60 trading days, 60 bars from 2020-10-08 to 2020-12-30.',
    );
  });
});
