import type { ResultColumnType } from '@daybook/kernel';
import type { NumberSpelling } from './number-spelling.ts';

/**
 * How SQLite changes what it compares with the value: towards text, towards a number, or not at all; `unsure` when
 * that depends on how SQLite runs the query.
 */
export type Affinity = 'text' | 'number' | 'none' | 'unsure';

/** A value that stands in the query's text, or comes as a parameter. */
export type Literal =
  | { readonly kind: 'number'; readonly spelling: NumberSpelling }
  | { readonly kind: 'string'; readonly value: string }
  /** `value` is `undefined` when it is not known yet. */
  | { readonly kind: 'parameter'; readonly value: string | number | null | undefined };

/**
 * What is known of a value before the query runs. After rewriting, every `decimal` compares by value: it has text
 * affinity and the collation `decimal`.
 */
export interface Value {
  /** `mixed` is a decimal in some rows and something else in others; `row` is several values in parentheses. */
  readonly type: ResultColumnType | 'mixed' | 'row';
  readonly affinity: Affinity;
  /** Whether it was computed through a float. */
  readonly approximate: boolean;
  readonly literal?: Literal;
  /** Of a row. */
  readonly items?: readonly Value[];
}

/** A column of a table, subquery or result. */
export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** A value of that type as functions and operators give it. */
export function computed(type: Value['type'], approximate = false): Value {
  return { type, affinity: 'none', approximate };
}

/** The value of a decimal expression, as it is once rewritten. */
export function decimalValue(approximate = false): Value {
  return { type: 'decimal', affinity: 'text', approximate };
}

/** Whether it is a number that SQLite itself computes with. */
export function isNumber({ type }: Value): boolean {
  return type === 'integer' || type === 'real' || type === 'flag';
}

/** Whether it is a whole number. */
export function isWhole({ type }: Value): boolean {
  return type === 'integer' || type === 'flag';
}

/** Whether it is text in every row. */
export function isText({ type }: Value): boolean {
  return type === 'text' || type === 'date' || type === 'instant';
}

/** Whether it is a parameter whose value is not known yet. */
export function isOpenParameter({ literal }: Value): boolean {
  return literal?.kind === 'parameter' && literal.value === undefined;
}
