import type { TableColumn, TableSection } from '@daybook/kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFontBook, type FontBook } from '../../src/pdf/font-book.ts';
import { bodyWidth } from '../../src/pdf/page-geometry.ts';
import { openDocument } from '../../src/pdf/pdf-document.ts';
import { layoutTable, type TableLayout } from '../../src/pdf/table-layout.ts';
import { modelOf, priceTable, sampleBars } from '../sample-model.ts';

let fonts: FontBook;
beforeAll(async () => {
  fonts = createFontBook(await openDocument(modelOf()));
});

const columns = (...kinds: TableColumn['kind'][]): TableColumn[] =>
  kinds.map((kind, index) => ({
    name: `c${index}`,
    title: `Column ${index + 1}`,
    kind,
    align: kind === 'decimal' ? 'right' : 'left',
  }));
const table = (kinds: TableColumn['kind'][], rows: string[][]): TableSection => ({
  type: 'data_table',
  title: undefined,
  columns: columns(...kinds),
  rows,
});
const total = ({ columns: placed }: TableLayout) => placed.reduce((sum, { width }) => sum + width, 0);

describe('layoutTable', () => {
  it('fills the width of the page', () => {
    const [layout, ...others] = layoutTable(priceTable(sampleBars(20)), fonts);
    expect(others).toEqual([]);
    expect(layout && total(layout)).toBeCloseTo(bodyWidth);
    expect(layout?.size).toBe(8.5);
  });

  it('gives a long text what the numbers leave', () => {
    const [layout] = layoutTable(table(['text', 'decimal'], [['many words '.repeat(60), '1,234.56']]), fonts);
    const [text, number] = layout?.columns ?? [];
    expect(layout && total(layout)).toBeCloseTo(bodyWidth);
    expect(number?.width).toBeGreaterThanOrEqual(fonts.width('1,234.56', { weight: 'regular', size: 8.5 }));
    expect(text?.width).toBeGreaterThan(400);
  });

  it('takes smaller type before it breaks numbers', () => {
    const kinds = Array.from({ length: 11 }, () => 'decimal' as const);
    const [layout, ...others] = layoutTable(table(kinds, [kinds.map(() => '12,345.67')]), fonts);
    expect(others).toEqual([]);
    expect(layout?.size).toBeLessThan(8.5);
    for (const { width } of layout?.columns ?? []) {
      const needed = fonts.width('12,345.67', { weight: 'regular', size: layout?.size ?? 0 });
      expect(width - 2 * (layout?.padding ?? 0)).toBeGreaterThanOrEqual(needed - 0.01);
    }
  });

  it('splits a table that no type size can hold, with the first column in each part', () => {
    const kinds = ['text', ...Array.from({ length: 29 }, () => 'decimal' as const)] as const;
    const layouts = layoutTable(table([...kinds], [kinds.map((_, index) => `${index},345,678.90`)]), fonts);
    expect(layouts.length).toBeGreaterThan(1);
    for (const layout of layouts) {
      expect(layout.columns[0]?.index).toBe(0);
      expect(total(layout)).toBeLessThanOrEqual(bodyWidth + 0.01);
    }
    const shown = layouts.flatMap((layout) => layout.columns.slice(1).map(({ index }) => index));
    expect(shown).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
  });

  it('keeps very long words and numbers inside the page', () => {
    const long = 'x'.repeat(10_000);
    const layouts = layoutTable(table(['text', 'decimal', 'date'], [[long, '9'.repeat(300), long]]), fonts);
    for (const layout of layouts) expect(total(layout)).toBeLessThanOrEqual(bodyWidth + 0.01);
  });
});
