import { describe, expect, it, jest } from '@jest/globals';
import { createChartDrawer } from '../../src/charts/chart-drawer.ts';
import { drawPng } from '../../src/charts/chart-png.ts';
import { candlestick, sampleBars } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

const drawing = async () => (await createChartDrawer().draw(candlestick(sampleBars(60))))?.svg ?? '';
const svgOf = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 20"><text x="2" y="15" font-family="Noto Sans" font-size="12px">${text}</text></svg>`;

describe('the pixels of a chart', () => {
  it('are a PNG of the width asked for', async () => {
    const png = Buffer.from(await drawPng(await drawing(), 1_120));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1_120);
    expect(png.readUInt32BE(20)).toBe(454);
  });

  it('show the labels', async () => {
    const svg = await drawing();
    const bare = svg.replaceAll(/<text.*?<\/text>/g, '');
    expect(bare.length).toBeLessThan(svg.length);
    const [labelled, unlabelled] = [await drawPng(svg, 1_120), await drawPng(bare, 1_120)];
    expect(labelled.length).toBeGreaterThan(unlabelled.length + 2_000);
  });

  it.each(['0', '7', ',', '.', ':', '−', '-', 'e', '+', 'Jan', 'Dec'])('show %s', async (text) => {
    expect((await drawPng(svgOf(text), 400)).length).toBeGreaterThan((await drawPng(svgOf(' '), 400)).length);
  });

  it('are the same bytes again', async () => {
    const svg = await drawing();
    expect(Buffer.from(await drawPng(svg, 1_120)).equals(await drawPng(svg, 1_120))).toBe(true);
  });

  it('are refused for something that is no drawing', async () => {
    await expect(drawPng('no drawing', 100)).rejects.toThrow('SVG data parsing failed');
  });
});
