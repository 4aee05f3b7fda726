import type { Expression } from '../parse/query-tree.ts';
import { spellNumber } from './number-spelling.ts';
import { type QueryAnalysis, textOf, wrapDecimal } from '../query-analysis.ts';
import { quoted, shown } from '../query-refusal.ts';
import { decimalValue, isNumber, isOpenParameter, isText, isWhole, type Value } from './sql-type.ts';

/** One side of a comparison. Without `node` it is a column that can't be changed in place. */
export interface Side {
  readonly value: Value;
  readonly node: Expression | undefined;
}

/** `in` is equality where only the left side says how to compare. */
export type Comparison = 'equality' | 'order' | 'in';

/**
 * Makes a comparison exact, or takes offence at it.
 * @returns the left side as it is compared: a number among decimals becomes one.
 */
export function compareValues(
  analysis: QueryAnalysis,
  how: Comparison,
  sides: { left: Side; right: Side },
): Value {
  const { left, right } = sides;
  if (left.value.items !== undefined || right.value.items !== undefined)
    return compareRows(analysis, how, sides);
  if (left.value.type === 'mixed' || right.value.type === 'mixed') {
    offendMixed(analysis, left.value.type === 'mixed' ? left : right);
  } else if (left.value.type === 'decimal') {
    compareWithDecimal(analysis, right, 'right');
  } else if (right.value.type === 'decimal') {
    const changed = how === 'in' ? leftAsDecimal(analysis, left) : undefined;
    if (changed !== undefined) return changed;
    compareWithDecimal(analysis, left, 'left');
  } else {
    comparePlain(analysis, how, sides);
  }
  return left.value;
}

function compareRows(
  analysis: QueryAnalysis,
  how: Comparison,
  { left, right }: { left: Side; right: Side },
): Value {
  const lefts = sidesOf(left);
  const rights = sidesOf(right);
  if (lefts.length !== rights.length) {
    offend(
      analysis,
      'sql.arguments',
      `it compares ${lefts.length} values with ${rights.length}; give both sides as many`,
    );
    return left.value;
  }
  const items = lefts.map((item, index) => {
    const other = rights[index];
    return other === undefined ? item.value : compareValues(analysis, how, { left: item, right: other });
  });
  return { ...left.value, items };
}

function sidesOf({ value, node }: Side): readonly Side[] {
  if (value.items === undefined) return [{ value, node }];
  const inner = node?.kind === 'parentheses' ? node.inner : node;
  const nodes = inner?.kind === 'row' ? inner.items : [];
  return value.items.map((item, index) => ({ value: item, node: nodes[index] }));
}

/**
 * Compares one value with several. A decimal among them makes a decimal of the left side too: each of the comparisons
 * takes its rules from there.
 */
export function compareWithEach(
  analysis: QueryAnalysis,
  how: Comparison,
  { left, rights }: { left: Side; rights: readonly Side[] },
): void {
  const decimal = rights.some(({ value }) => value.type === 'decimal');
  let { value } = left;
  if (decimal && value.type !== 'decimal' && value.items === undefined) {
    const changed = leftAsDecimal(analysis, left);
    if (changed === undefined) {
      // Once is enough, however many decimals there are.
      compareWithDecimal(analysis, left, 'left');
      return;
    }
    value = changed;
  }
  for (const right of rights) value = compareValues(analysis, how, { left: { ...left, value }, right });
}

/** Makes the left side a decimal, where that is exact. */
function leftAsDecimal(analysis: QueryAnalysis, left: Side): Value | undefined {
  const { value, node } = left;
  if (node === undefined || !(isWhole(value) || spelled(value) !== undefined || isOpenParameter(value)))
    return undefined;
  if (!spellOut(analysis, left)) analysis.edits.around(node, 'dec(', ')');
  wrapDecimal(analysis, node);
  return decimalValue(value.approximate);
}

/** Judges, and where needed changes, what stands beside a decimal. */
function compareWithDecimal(analysis: QueryAnalysis, other: Side, side: 'left' | 'right'): void {
  const { value, node } = other;
  if (value.type === 'null' || value.type === 'decimal') return;
  if (value.literal?.kind === 'parameter' && (isOpenParameter(value) || spelled(value) !== undefined)) {
    if (node !== undefined) analysis.edits.around(node, 'dec(', ')');
    return;
  }
  if (value.literal !== undefined && spelled(value) !== undefined) {
    // SQLite would write a number as text anew for each row.
    spellOut(analysis, other);
    return;
  }
  if (isWhole(value)) {
    // A column on the left would bring its own collation, also one that a subquery has without affinity.
    if (node !== undefined) analysis.edits.around(node, 'dec(', ')');
    else if (side === 'left' || value.affinity !== 'none') offendColumn(analysis);
    return;
  }
  offendAtDecimal(analysis, other);
}

function offendColumn(analysis: QueryAnalysis): void {
  offend(
    analysis,
    'sql.decimal-comparison',
    'it compares a decimal with a column of whole numbers; write dec(...) in the SELECT that gives them',
  );
}

/** The canonical spelling of a literal or parameter that is a number, or text that spells one. */
function spelled({ literal }: Value): string | undefined {
  if (literal?.kind === 'number') return literal.spelling.canonical;
  if (literal?.kind === 'string') return spellNumber(literal.value)?.canonical;
  const value = literal?.value;
  return value === undefined || value === null ? undefined : spellNumber(String(value))?.canonical;
}

/** Writes a literal as the canonical text of its number. */
function spellOut({ edits }: QueryAnalysis, { value, node }: Side): boolean {
  const spelling = spelled(value);
  if (spelling === undefined || node === undefined || value.literal?.kind === 'parameter') return false;
  edits.replace(innermost(node), quoted(spelling));
  return true;
}

/** A literal without the parentheses around it. */
export function innermost(node: Expression): Expression {
  return node.kind === 'parentheses' ? innermost(node.inner) : node;
}

function offendAtDecimal(analysis: QueryAnalysis, { value, node }: Side): void {
  const what = node === undefined ? `a column of type ${value.type}` : shown(textOf(analysis, node));
  if (value.literal?.kind === 'string' || value.literal?.kind === 'parameter') {
    offend(analysis, 'sql.decimal-comparison', `it compares a decimal with ${what}, which spells no number`);
  } else if (value.type === 'date' || value.type === 'instant' || node === undefined) {
    offend(analysis, 'sql.decimal-comparison', `it compares a decimal with ${what}, which is ${value.type}`);
  } else {
    const why = `it compares a decimal with ${what}, which is ${value.type}: write dec(${what}) to compare by value`;
    const about = value.type === 'real' ? `${why}, or CAST both AS REAL` : why;
    analysis.advice.around(node, 'dec(', ')');
    offend(analysis, 'sql.decimal-comparison', about, 'mended');
  }
}

function offendMixed(analysis: QueryAnalysis, { node }: Side): void {
  const what = node === undefined ? 'a column' : shown(textOf(analysis, node));
  offend(
    analysis,
    'sql.mixed-types',
    `it compares ${what}, which is a decimal in some rows and something else in others; make it one of both`,
  );
}

/** Neither side is a decimal. */
function comparePlain(
  analysis: QueryAnalysis,
  how: Comparison,
  { left, right }: { left: Side; right: Side },
): void {
  if (left.value.type === 'null' || right.value.type === 'null') return;
  if (isOpenParameter(left.value) || isOpenParameter(right.value)) return;
  if (isNumber(left.value) !== isNumber(right.value)) {
    const [number, other] = isNumber(left.value) ? [left, right] : [right, left];
    if (!agrees(how, number, other, other === left)) offendAtNumber(analysis, other);
    return;
  }
  const bothUnknown = !isNumber(left.value) && !isText(left.value) && !isText(right.value);
  if (
    how === 'order' &&
    bothUnknown &&
    left.value.literal === undefined &&
    right.value.literal === undefined
  ) {
    const { node } = left;
    const what = node === undefined ? 'a value' : shown(textOf(analysis, node));
    offend(
      analysis,
      'sql.mixed-types',
      `it orders ${what}, which may be text or a number; write dec(...), or CAST(... AS TEXT)`,
    );
  }
}

/** Whether SQLite compares a number with something else as it is meant. */
function agrees(how: Comparison, number: Side, other: Side, otherIsLeft: boolean): boolean {
  const numberIsGiven = isWhole(number.value) && isSmallOrWritten(number.value);
  // SQLite writes a whole number as text the one way; in a list only the left side's affinity counts.
  const turnsToText =
    other.value.type === 'text' && other.value.affinity === 'text' && (how !== 'in' || otherIsLeft);
  if (numberIsGiven && turnsToText && how !== 'order') return true;
  const spelling = other.value.literal?.kind === 'string' ? spelled(other.value) : undefined;
  return spelling !== undefined && number.value.affinity === 'number' && (how !== 'in' || !otherIsLeft);
}

/** The driver hands over larger whole numbers as floats, whose text ends in ".0". */
function isSmallOrWritten({ literal }: Value): boolean {
  if (literal?.kind !== 'parameter') return literal?.kind === 'number';
  return typeof literal.value === 'number' && Math.abs(literal.value) < 2 ** 31;
}

function offendAtNumber(analysis: QueryAnalysis, { value, node }: Side): void {
  const what = node === undefined ? `a column of type ${value.type}` : shown(textOf(analysis, node));
  const why = `it compares a number with ${what}, which is ${value.type === 'unknown' ? 'of no known type' : value.type}: SQLite takes text for greater than any number`;
  if (
    node === undefined ||
    value.type === 'date' ||
    value.type === 'instant' ||
    value.literal !== undefined
  ) {
    offend(analysis, 'sql.mixed-types', why);
    return;
  }
  analysis.advice.around(node, 'dec(', ')');
  offend(analysis, 'sql.mixed-types', `${why}; write dec(${what}), or CAST it`, 'mended');
}

/** Notes something wrong; with `mended`, the changes to the advice make it right. */
export function offend(
  analysis: QueryAnalysis,
  problem: QueryAnalysis['offences'][number]['problem'],
  ...[why, mended]: [why: string, mended?: 'mended']
): void {
  analysis.offences.push({ problem, why, mended: mended === 'mended' });
}
