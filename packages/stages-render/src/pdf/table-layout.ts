import type { TableSection } from '@daybook/kernel';
import type { FontBook } from './font-book.ts';
import { bodyWidth, typeSize } from './page-geometry.ts';

/** Some or all columns of a table, with the room that each has. */
export interface TableLayout {
  readonly columns: readonly PlacedColumn[];
  /** Of the text, in points. */
  readonly size: number;
  /** Between text and column edge, on either side. */
  readonly padding: number;
}

/** A column of a table on the page. */
export interface PlacedColumn {
  /** Its place in the table's rows. */
  readonly index: number;
  readonly align: 'left' | 'right';
  /** With padding. */
  readonly width: number;
}

/** Widths at one point of type. */
interface ColumnNeed {
  readonly index: number;
  readonly align: 'left' | 'right';
  /** So that nothing wraps. */
  readonly natural: number;
  /** So that no word breaks, unless it is very long. */
  readonly least: number;
}

const sizes = [typeSize.table, 8, 7.5, 7] as const;
const SMALLEST = 7;
/** Of the type size. */
const PADDING = 0.6;
/** In ems: text that is longer may wrap, words that are longer may break. */
const LONGEST_WORD = 18;
/** Of the page: what one column may claim, so that two always fit beside each other. */
const WIDEST_SHARE = 0.45;

/**
 * Chooses type size and column widths from the content: first without wrapping, then with wrapped text, and if even
 * the smallest type leaves no room, in several parts that each repeat the first column.
 */
export function layoutTable({ columns, rows }: TableSection, fonts: FontBook): readonly TableLayout[] {
  const unit = { weight: 'regular', size: 1 } as const;
  const bold = { weight: 'semibold', size: 1 } as const;
  const needs = columns.map(({ title, align, kind }, index): ColumnNeed => {
    const whole = align === 'right' || kind === 'date' || kind === 'instant';
    let natural = fonts.width(title, bold);
    let least = longestWord(title, (word) => fonts.width(word, bold));
    for (const row of rows) {
      const width = fonts.width(row[index] ?? '', unit);
      natural = Math.max(natural, width);
      if (width > least)
        least = whole
          ? width
          : Math.max(
              least,
              longestWord(row[index] ?? '', (word) => fonts.width(word, unit)),
            );
    }
    const most = (bodyWidth * WIDEST_SHARE) / SMALLEST - 2 * PADDING;
    return { index, align, natural, least: Math.min(least, whole ? most : Math.min(most, LONGEST_WORD)) };
  });
  const whole = fit(needs, 'natural') ?? fit(needs, 'least');
  return whole === undefined ? split(needs) : [whole];
}

function longestWord(text: string, measure: (word: string) => number): number {
  return Math.max(0, ...text.slice(0, 2_000).split(/\s+/).map(measure));
}

function fit(needs: readonly ColumnNeed[], wanted: 'natural' | 'least'): TableLayout | undefined {
  const ems = sum(needs.map((need) => need[wanted] + 2 * PADDING));
  const size = sizes.find((each) => ems * each <= bodyWidth);
  return size === undefined ? undefined : place(needs, wanted, size);
}

/** Spreads what is left: to columns that would otherwise wrap in proportion to their want, otherwise evenly. */
function place(needs: readonly ColumnNeed[], wanted: 'natural' | 'least', size: number): TableLayout {
  const widths = needs.map((need) => (need[wanted] + 2 * PADDING) * size);
  const spare = Math.max(0, bodyWidth - sum(widths));
  const wants = needs.map(({ natural, least }) => (wanted === 'least' ? natural - least : 1));
  const allWants = sum(wants);
  return {
    size,
    padding: PADDING * size,
    columns: needs.map(({ index, align }, position) => ({
      index,
      align,
      width: (widths[position] ?? 0) + (spare * (wants[position] ?? 0)) / (allWants || 1),
    })),
  };
}

function split([key, ...others]: readonly ColumnNeed[]): readonly TableLayout[] {
  if (key === undefined) return [];
  const parts: TableLayout[] = [];
  let part: ColumnNeed[] = [];
  for (const need of others) {
    if (part.length > 0 && fit([key, ...part, need], 'least') === undefined) {
      parts.push(place([key, ...part], 'least', SMALLEST));
      part = [];
    }
    part.push(need);
  }
  return [...parts, place([key, ...part], 'least', SMALLEST)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
