import type { ColumnKind, SnapshotCell } from '@daybook/kernel';
import type { FigureStyle } from './figure-format.ts';
import { cellNumber, spellNumber, spellStyledNumber } from './spell-number.ts';

/** What is printed for a value that is not known. */
export const NO_VALUE = '–';

/** Whether a column of this kind holds numbers. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'decimal' || kind === 'integer';
}

/**
 * A cell as printed. Dates are `YYYY-MM-DD`, instants `YYYY-MM-DD HH:MM UTC` with seconds only where they are not zero,
 * flags `yes` and `no`, numbers grouped and with all their digits, null `–`.
 * @returns `undefined` when the style asks for a number and the cell is none.
 */
export function spellCell(
  cell: SnapshotCell,
  kind: ColumnKind,
  style: FigureStyle | undefined,
): string | undefined {
  if (cell === null) return NO_VALUE;
  if (style?.as === 'text') return oneLine(String(cell));
  if (style !== undefined) {
    const value = cellNumber(cell);
    return value === undefined ? undefined : spellStyledNumber(value, style);
  }
  return spellByKind(cell, kind);
}

function spellByKind(cell: string | number, kind: ColumnKind): string {
  switch (kind) {
    case 'decimal':
    case 'integer': {
      const value = cellNumber(cell);
      return value === undefined ? oneLine(String(cell)) : spellNumber(value);
    }
    case 'instant':
      return spellInstant(String(cell));
    case 'flag':
      return cell === 1 ? 'yes' : 'no';
    case 'date':
    case 'text':
      return oneLine(String(cell));
  }
}

function spellInstant(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 23).replace(/(?::00)?\.000$/, '')} UTC`;
}

// HTML folds line ends and control characters where PDF would obey them: folded here, both print the same.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
