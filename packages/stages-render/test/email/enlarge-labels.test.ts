import { describe, expect, it, jest } from '@jest/globals';
import { createChartDrawer } from '../../src/charts/chart-drawer.ts';
import { enlargeLabels } from '../../src/email/enlarge-labels.ts';
import { lineChart, sampleBars } from '../sample-model.ts';

// Loading the engines takes seconds on a busy machine.
jest.setTimeout(60_000);

describe('bigger labels', () => {
  it('get the room that they need', async () => {
    const drawing = await createChartDrawer().draw(lineChart(sampleBars(60)));
    if (drawing === undefined) throw new Error('nothing was drawn');
    const bigger = enlargeLabels(drawing);
    expect(bigger.svg).toContain(` ${bigger.width} ${bigger.height}"`);
    expect(bigger.width).toBeGreaterThan(drawing.width);
    expect(bigger.svg).not.toContain('font-size="12px"');
    expect(bigger.svg).toContain('font-size="18px"');
    // Marks and axes stay as they are.
    const paths = (svg: string) => [...svg.matchAll(/ d="[^"]*"/g)].map(([path]) => path);
    expect(paths(bigger.svg)).toEqual(paths(drawing.svg));
  });

  it('are refused for a drawing that is not ours', () => {
    const foreign = { svg: '<svg viewBox="0 0 9 9"></svg>', width: 9, height: 9 };
    expect(() => enlargeLabels(foreign)).toThrow('not spelled as expected');
  });
});
