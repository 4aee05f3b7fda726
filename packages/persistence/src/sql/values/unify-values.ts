import type { Expression } from '../parse/query-tree.ts';
import { innermost } from './compare-values.ts';
import { spellNumber } from './number-spelling.ts';
import { quoted } from '../query-refusal.ts';
import type { QueryAnalysis } from '../query-analysis.ts';
import { computed, isNumber, isOpenParameter, isText, isWhole, type Value } from './sql-type.ts';

/** A value, and where it stands. */
export interface Unit {
  readonly value: Value;
  readonly node: Expression;
}

/**
 * What a call or CASE gives whose value is one of these. When that is a decimal, numbers among them are written as
 * decimals; the caller still has to make the whole compare by value.
 */
export function unifyValues(analysis: QueryAnalysis, units: readonly Unit[]): Value {
  const type = commonType(units.map(({ value }) => value));
  const approximate = units.some(({ value }) => value.approximate);
  if (type === 'decimal') for (const unit of units) writeAsDecimal(analysis, unit);
  return type === 'decimal' ? { type, affinity: 'text', approximate } : computed(type, approximate);
}

/** The type of what is one of these values. */
export function commonType(values: readonly Value[]): Value['type'] {
  const present = values.filter(({ type }) => type !== 'null');
  if (present.length === 0) return 'null';
  if (present.some(({ type }) => type === 'mixed' || type === 'row')) return 'mixed';
  if (present.some(({ type }) => type === 'decimal'))
    return present.every(canBeDecimal) ? 'decimal' : 'mixed';
  if (present.some((value) => isOpenParameter(value))) return 'unknown';
  const types = new Set(present.map(({ type }) => type));
  const [first] = types;
  if (types.size === 1 && first !== undefined) return first;
  if (present.every(isWhole)) return 'integer';
  if (present.every(isNumber)) return 'real';
  return present.every(isText) ? 'text' : 'unknown';
}

/** Whether it can stand beside a decimal and become one exactly. */
function canBeDecimal(value: Value): boolean {
  if (value.type === 'decimal' || value.type === 'null' || isWhole(value) || isOpenParameter(value))
    return true;
  if (value.literal?.kind === 'number') return true;
  const written = value.literal?.value;
  return written !== undefined && written !== null && spellNumber(String(written)) !== undefined;
}

/** Writes what stands beside a decimal as a decimal: a literal as its canonical text, the rest with `dec`. */
export function writeAsDecimal(analysis: QueryAnalysis, { value, node }: Unit): void {
  if (value.type === 'decimal' || value.type === 'null') return;
  const { literal } = value;
  const spelling =
    literal?.kind === 'number'
      ? literal.spelling
      : literal?.kind === 'string'
        ? spellNumber(literal.value)
        : undefined;
  if (spelling !== undefined) analysis.edits.replace(innermost(node), quoted(spelling.canonical));
  else analysis.edits.around(node, 'dec(', ')');
}
