import { type ColumnKind, decimalPlaces, type SnapshotCell } from '@daybook/kernel';
import type { FigureStyle } from './figure-format.ts';
import { isNumeric, spellCell } from './spell-cell.ts';
import { cellNumber, spellNumber } from './spell-number.ts';

/** Numbers with more decimal places than this keep their own and don't stretch the rest of their column. */
const MAX_ALIGNED_DIGITS = 8;

/**
 * A table column as printed. Without a style, numbers get as many decimal places as the longest of them needs, so that
 * the points stand below each other; a number is padded, never cut.
 * @returns One text a cell; `undefined` where the style asks for a number and the cell is none.
 */
export function spellColumn(
  cells: readonly SnapshotCell[],
  kind: ColumnKind,
  style: FigureStyle | undefined,
): readonly (string | undefined)[] {
  if (style !== undefined || !isNumeric(kind)) return cells.map((cell) => spellCell(cell, kind, style));
  const values = cells.map(cellNumber);
  const digits = values.reduce((most, value) => {
    const places = value === undefined ? 0 : decimalPlaces(value);
    return places > MAX_ALIGNED_DIGITS ? most : Math.max(most, places);
  }, 0);
  return cells.map((cell, index) => {
    const value = values[index];
    if (value === undefined) return spellCell(cell, kind, undefined);
    return spellNumber(value, Math.max(digits, decimalPlaces(value)));
  });
}
