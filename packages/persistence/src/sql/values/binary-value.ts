import { compareValues, offend } from './compare-values.ts';
import { checkCondition } from './condition-check.ts';
import type { BinaryNode } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { refusal, shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';
import { computed, decimalValue, isNumber, isOpenParameter, isWhole, type Value } from './sql-type.ts';

const comparisons: Readonly<Record<string, 'equality' | 'order'>> = {
  '=': 'equality',
  '==': 'equality',
  '<>': 'equality',
  '!=': 'equality',
  IS: 'equality',
  '<': 'order',
  '<=': 'order',
  '>': 'order',
  '>=': 'order',
};

/** What each operator is written as between decimals. */
const decimalForms: Readonly<Record<string, string>> = {
  '+': 'dec_add',
  '-': 'dec_sub',
  '*': 'dec_mul',
  '/': 'dec_div',
  '%': 'dec_mod',
};

/** The value of two operands and what stands between them. */
export function valueOfBinary(analysis: QueryAnalysis, node: BinaryNode, scope: Scope): Value {
  const { operator, left, right } = node;
  if (operator === 'AND' || operator === 'OR') {
    checkCondition(analysis, left, scope);
    checkCondition(analysis, right, scope);
    return computed('integer');
  }
  const how = comparisons[operator];
  if (how !== undefined) {
    const sides = {
      left: { value: analysis.valueOf(left, scope), node: left },
      right: { value: analysis.valueOf(right, scope), node: right },
    };
    compareValues(analysis, how, sides);
    return computed('integer');
  }
  const values = [analysis.valueOf(left, scope, 'bare'), analysis.valueOf(right, scope, 'bare')] as const;
  const row = values.find(({ type }) => type === 'row');
  if (row !== undefined)
    throw refusal('sql.arguments', `it writes ${operator} beside several values in parentheses`);
  const approximate = values.some((value) => value.approximate);
  switch (operator) {
    case 'LIKE':
    case 'GLOB':
      if (node.escape !== undefined) analysis.valueOf(node.escape, scope);
      return computed('integer');
    case '||':
      return computed('text', approximate);
    case '->':
    case '->>':
      return valueInJson(analysis, node, values[0]);
  }
  return decimalForms[operator] === undefined
    ? valueOfBits(analysis, node, values)
    : valueOfArithmetic(analysis, node, values);
}

/** `->` keeps each digit of a number; `->>` makes it a float first. */
function valueInJson(analysis: QueryAnalysis, node: BinaryNode, left: Value): Value {
  if (left.type === 'decimal' || left.type === 'mixed' || isNumber(left)) {
    throw refusal(
      'sql.arguments',
      `it takes ${shown(textOf(analysis, node.left))} for JSON, and it is ${left.type}`,
    );
  }
  return computed('json', node.operator === '->>');
}

function valueOfBits(analysis: QueryAnalysis, node: BinaryNode, values: readonly [Value, Value]): Value {
  if (values.every((value) => isWhole(value) || value.type === 'null' || isOpenParameter(value)))
    return computed('integer');
  throw refusal(
    'sql.decimal-operator',
    `it writes ${node.operator} in ${shown(textOf(analysis, node))}; that works on whole numbers only`,
  );
}

function valueOfArithmetic(
  analysis: QueryAnalysis,
  node: BinaryNode,
  values: readonly [Value, Value],
): Value {
  const approximate = values.some((value) => value.approximate);
  const computable = (value: Value): boolean =>
    isNumber(value) || value.type === 'null' || isOpenParameter(value);
  if (values.every(computable)) {
    if (values.every((value) => value.type === 'null')) return computed('null');
    return values.every((value) => isWhole(value) || value.type === 'null')
      ? computed('integer')
      : computed('real', true);
  }
  const times = (value: Value): boolean => value.type === 'date' || value.type === 'instant';
  if (values.some(times)) return offendTimes(analysis, node, values.every(times));
  const [left, right] = values;
  const decimals = [left, right].some(({ type }) => type === 'decimal' || type === 'mixed');
  const form = decimalForms[node.operator] ?? '';
  const digits = node.operator === '/' ? ', 10' : '';
  const other = values.find((value) => !computable(value))?.type ?? 'text';
  const why = decimals
    ? `it writes ${node.operator} with a decimal, and SQLite would compute with floats`
    : `it writes ${node.operator} with ${other}, and SQLite would take it for a number, or for 0`;
  const written = `${form}(${shown(textOf(analysis, node.left))}, ${shown(textOf(analysis, node.right))}${digits})`;
  analysis.advice.replace({ start: node.left.end, end: node.right.start }, ', ');
  analysis.advice.around(node, `${form}(`, `${digits})`);
  offend(analysis, 'sql.decimal-operator', `${why}; write ${written}`, 'mended');
  return decimalValue(approximate);
}

function offendTimes(analysis: QueryAnalysis, node: BinaryNode, both: boolean): Value {
  const why = `it computes ${shown(textOf(analysis, node))} with dates, which are texts`;
  if (!both || node.operator !== '-') {
    offend(analysis, 'sql.mixed-types', `${why}; write date(x, '+7 days') for another day`);
    return computed('real', true);
  }
  analysis.advice.around(node.left, 'julianday(', ')');
  analysis.advice.around(node.right, 'julianday(', ')');
  offend(analysis, 'sql.mixed-types', `${why}; write julianday(a) - julianday(b)`, 'mended');
  return computed('real', true);
}
