import type { SnapshotCell } from '@daybook/kernel';
import { cellNumber } from './spell-number.ts';

/** What stands before a number that is not exact. */
const APPROXIMATELY = '≈ ';

/** A spelled cell of a column whose numbers went through a float: its last digits are not to be trusted. */
export function markApproximate(text: string, cell: SnapshotCell): string {
  return cellNumber(cell) === undefined ? text : `${APPROXIMATELY}${text}`;
}

/** A spelled change between two such numbers. */
export function markApproximateChange(text: string): string {
  return `${APPROXIMATELY}${text}`;
}
