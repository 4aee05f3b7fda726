import {
  compareDecimals,
  type DecimalText,
  type JsonValue,
  parseDecimal,
  parseInstant,
  toEpochMs,
} from '@daybook/kernel';
import type { Comparison, Condition } from './condition.ts';

/** A value that was asked for; `undefined` where it does not exist. */
export type FieldLookup = (field: JsonValue) => JsonValue | undefined;

/** How one part of a condition came out, for people who ask why. */
export type ConditionTrace =
  | {
      readonly kind: 'all' | 'any' | 'not';
      readonly result: boolean;
      readonly parts: readonly ConditionTrace[];
    }
  | {
      readonly kind: 'comparison';
      readonly field: JsonValue;
      readonly op: Comparison['op'];
      /** The field's value; absent when it is missing. */
      readonly left?: JsonValue;
      readonly right?: JsonValue;
      readonly result: boolean;
    };

/** What a condition says, or why it can't be decided. */
export type Evaluation =
  | { readonly ok: true; readonly result: boolean; readonly trace: ConditionTrace }
  | {
      readonly ok: false;
      readonly code: 'condition.field-missing' | 'condition.type-mismatch';
      readonly message: string;
    };

/**
 * Decides a condition. Decimals compare by value, dates and instants as instants, booleans and other texts only for
 * equality; nothing is converted. Never throws. Every part is evaluated, so that the trace is whole and a mistake does
 * not hide behind an earlier part.
 */
export function evaluateCondition(condition: Condition, lookup: FieldLookup): Evaluation {
  if ('not' in condition) {
    const inner = evaluateCondition(condition.not, lookup);
    if (!inner.ok) return inner;
    return decided({ kind: 'not', result: !inner.result, parts: [inner.trace] });
  }
  if ('field' in condition) return evaluateComparison(condition, lookup);
  const kind = 'all' in condition ? 'all' : 'any';
  const parts: ConditionTrace[] = [];
  for (const inner of 'all' in condition ? condition.all : condition.any) {
    const evaluation = evaluateCondition(inner, lookup);
    if (!evaluation.ok) return evaluation;
    parts.push(evaluation.trace);
  }
  const result = kind === 'all' ? parts.every((part) => part.result) : parts.some((part) => part.result);
  return decided({ kind, result, parts });
}

function decided(trace: ConditionTrace): Evaluation {
  return { ok: true, result: trace.result, trace };
}

function evaluateComparison(comparison: Comparison, lookup: FieldLookup): Evaluation {
  const { op, if_missing: ifMissing } = comparison;
  const { field, value: right } = comparison;
  const left = lookup(field);
  const trace = {
    kind: 'comparison',
    field,
    op,
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
  } as const;
  if (op === 'exists') return decided({ ...trace, result: left !== undefined && left !== null });
  const unknown = left === undefined || (left === null && orderings.has(op));
  if (unknown) {
    if (ifMissing !== undefined) return decided({ ...trace, result: ifMissing });
    const what = left === null ? 'is null, which has no order' : 'does not exist';
    return {
      ok: false,
      code: 'condition.field-missing',
      message: `${JSON.stringify(field)} ${what}; say with "if_missing" what that means.`,
    };
  }
  const result = op === 'empty' ? isEmpty(left) : compare(left, op, right ?? null);
  if (typeof result === 'boolean') return decided({ ...trace, result });
  return {
    ok: false,
    code: 'condition.type-mismatch',
    message: `${JSON.stringify(field)}: ${result.mismatch}.`,
  };
}

const orderings: ReadonlySet<Comparison['op']> = new Set(['lt', 'lte', 'gt', 'gte', 'between']);

interface Mismatch {
  readonly mismatch: string;
}

function compare(
  left: JsonValue,
  op: Exclude<Comparison['op'], 'exists' | 'empty'>,
  right: JsonValue,
): boolean | Mismatch {
  switch (op) {
    case 'eq':
      return isEqual(left, right);
    case 'ne':
      return !isEqual(left, right);
    case 'in':
    case 'not_in':
      return Array.isArray(right)
        ? (right as readonly JsonValue[]).some((element) => isEqual(left, element)) === (op === 'in')
        : { mismatch: `"${op}" needs a list, and got ${spell(right)}` };
    case 'between':
      return isBetween(left, right);
    default: {
      const order = orderOf(left, right);
      if (typeof order !== 'number') return order;
      if (op === 'lt') return order < 0;
      if (op === 'lte') return order <= 0;
      return op === 'gt' ? order > 0 : order >= 0;
    }
  }
}

function isBetween(left: JsonValue, right: JsonValue): boolean | Mismatch {
  const ends = Array.isArray(right) ? (right as readonly JsonValue[]) : [];
  const [low, high] = ends;
  if (low === undefined || high === undefined)
    return { mismatch: `"between" needs two ends, and got ${spell(right)}` };
  const fromLow = orderOf(left, low);
  const fromHigh = orderOf(left, high);
  if (typeof fromLow !== 'number') return fromLow;
  return typeof fromHigh === 'number' ? fromLow >= 0 && fromHigh <= 0 : fromHigh;
}

/** Values of different kinds are simply not equal. */
function isEqual(left: JsonValue, right: JsonValue): boolean {
  const order = orderOf(left, right);
  if (typeof order === 'number') return order === 0;
  return isSame(left, right);
}

function isSame(left: JsonValue, right: JsonValue): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const members = new Map(Object.entries(left));
  const others = Object.entries(right);
  return (
    members.size === others.length &&
    others.every(([key, other]) => {
      const member: JsonValue | undefined = members.get(key);
      return member !== undefined && isSame(member, other);
    })
  );
}

function orderOf(left: JsonValue, right: JsonValue): number | Mismatch {
  const number = toNumber(left, false);
  const otherNumber = toNumber(right, true);
  if (number !== undefined && otherNumber !== undefined) return compareDecimals(number, otherNumber);
  const moment = toMoment(left);
  const otherMoment = toMoment(right);
  if (moment !== undefined && otherMoment !== undefined) return moment - otherMoment;
  return { mismatch: `${spell(left)} and ${spell(right)} cannot be ordered` };
}

/**
 * A number, or a text that spells one. On the left only the canonical spelling counts: `0700` from the data is an
 * identifier, while an author may well write `100.00`.
 */
function toNumber(value: JsonValue, anySpelling: boolean): DecimalText | undefined {
  if (typeof value === 'number') return parseDecimal(String(value));
  if (typeof value !== 'string') return undefined;
  const number = parseDecimal(value);
  return anySpelling || number === value ? number : undefined;
}

function toMoment(value: JsonValue): number | undefined {
  if (typeof value !== 'string') return undefined;
  const instant = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  return instant === undefined ? undefined : toEpochMs(instant);
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function spell(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
