import type { AllowedFunction } from '../allowed-functions.ts';
import { compareValues, innermost, offend } from './compare-values.ts';
import type { CallNode } from '../parse/query-tree.ts';
import { formattedText } from './formatted-text.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { quoted, refusal, shown } from '../query-refusal.ts';
import { computed, decimalValue, isOpenParameter, isWhole, type Value } from './sql-type.ts';
import { commonType, type Unit, unifyValues, writeAsDecimal } from './unify-values.ts';

/** What a call gives. With `inner` its result has to go through `dec` before it is a decimal. */
export interface CallResult {
  readonly value: Value;
  readonly inner?: 'dec';
}

/** The result of a call by the rule of its function; changes the call where another function is exact. */
export function resultOfCall(
  analysis: QueryAnalysis,
  node: CallNode,
  ...[{ gives, takes }, units]: [called: AllowedFunction, units: readonly Unit[]]
): CallResult {
  const approximate = units.some(({ value }) => value.approximate);
  const first = units[0]?.value ?? computed('null');
  switch (gives) {
    case 'integer':
      return { value: computed(node.name === 'unixepoch' && hasFraction(units) ? 'real' : 'integer') };
    case 'real':
      return { value: computed('real', true) };
    case 'text':
      return { value: computed('text', approximate) };
    case 'date':
    case 'json':
      return { value: computed(gives) };
    case 'extracted':
      return { value: computed('json', true) };
    case 'decimal':
      return { value: roundedValue(analysis, node, units) };
    case 'value':
      return {
        value: unifyValues(
          analysis,
          units.filter((_, index) => isValue(takes, index, units.length)),
        ),
      };
    case 'formatted':
      return { value: computed('text', formattedText(analysis, node, units) || approximate) };
    case 'null-if':
      return { value: nullIf(analysis, node, units) };
    case 'extreme':
      return { value: extreme(analysis, node, units) };
    case 'sign':
      return { value: sign(analysis, node, first) };
    case 'sum':
      sumProducts(analysis, node, units);
      return aggregated(gives, first);
    default:
      return aggregated(gives, first);
  }
}

function isValue(takes: AllowedFunction['takes'], index: number, count: number): boolean {
  if (takes[0] === 'condition') return index % 2 === 1 || index === count - 1;
  return takes[Math.min(index, takes.length - 1)] === 'value';
}

function hasFraction(units: readonly Unit[]): boolean {
  return units.some(({ node }) => node.kind === 'string' && /^\s*subsec/i.test(node.value));
}

/** Functions whose result is a decimal whatever they are given. */
function roundedValue(analysis: QueryAnalysis, node: CallNode, units: readonly Unit[]): Value {
  const [first] = units;
  if (node.name === 'round' && first?.value.literal?.kind === 'number') {
    analysis.edits.replace(innermost(first.node), quoted(first.value.literal.spelling.canonical));
  }
  const throughFloat = units.some(
    ({ value }) => value.approximate || (value.type === 'real' && value.literal === undefined),
  );
  return decimalValue(throughFloat);
}

/** `sum`, `avg`, `total` and `abs`. */
function aggregated(gives: 'sum' | 'average' | 'total' | 'absolute', value: Value): CallResult {
  const { type, approximate } = value;
  if (gives === 'average' && (isWhole(value) || isOpenParameter(value)))
    return { value: decimalValue(approximate) };
  if (type === 'decimal') {
    const decimal = decimalValue(approximate);
    return gives === 'total' ? { value: decimal, inner: 'dec' } : { value: decimal };
  }
  if (type === 'null') return { value: computed(gives === 'total' ? 'real' : 'null') };
  if (isWhole(value) && gives !== 'total') return { value: computed('integer', approximate) };
  return { value: computed('real', gives !== 'absolute' || approximate) };
}

/** The sum of products, the value of a portfolio for one, is added up without a text for each product. */
function sumProducts(analysis: QueryAnalysis, node: CallNode, [unit]: readonly Unit[]): void {
  const product = unit === undefined ? undefined : innermost(unit.node);
  if (product?.kind !== 'call' || product.name !== 'dec_mul' || product.args.length !== 2) return;
  if (node.distinct || node.orderBy.length > 0 || node.args[0] !== product) return;
  analysis.edits.replace(node.nameSpan, 'dec_sum_products');
  const [left, right] = product.args;
  if (left === undefined || right === undefined) return;
  analysis.edits.replace({ start: product.start, end: left.start }, '');
  analysis.edits.replace({ start: right.end, end: product.argumentsEnd }, '');
}

function nullIf(analysis: QueryAnalysis, node: CallNode, units: readonly Unit[]): Value {
  const [left, right] = units;
  if (left === undefined || right === undefined) return computed('null');
  if (commonType([left.value, right.value]) !== 'decimal') {
    compareValues(analysis, 'equality', { left, right });
    return { type: left.value.type, affinity: 'none', approximate: left.value.approximate };
  }
  analysis.edits.replace(node.nameSpan, 'dec_nullif');
  for (const unit of units) writeAsDecimal(analysis, unit);
  return decimalValue(left.value.approximate);
}

/** `min` and `max`: an aggregate of one argument, or the least or greatest of several. */
function extreme(analysis: QueryAnalysis, node: CallNode, units: readonly Unit[]): Value {
  const { name } = node;
  const [first] = units;
  const value = units.length === 1 && first !== undefined ? first.value : unifyValues(analysis, units);
  const numbersAndText =
    units.length > 1 && value.type === 'unknown' && !units.some((unit) => isOpenParameter(unit.value));
  if (value.type === 'mixed' || numbersAndText) {
    offend(
      analysis,
      'sql.mixed-types',
      `it takes the ${name} of ${shown(textOf(analysis, node))}, which are not of one kind; make them of one`,
    );
    return computed('unknown');
  }
  if (value.type !== 'decimal') return { type: value.type, affinity: 'none', approximate: value.approximate };
  if (units.length > 8)
    throw refusal('sql.arguments', `it calls ${name}() on more than 8 decimals; nest the calls`);
  if (units.length > 1) analysis.edits.replace(node.nameSpan, `dec_${name}`);
  return decimalValue(value.approximate);
}

/** SQLite's own makes a float of a decimal, and 0 of one that is too small for it. */
function sign(analysis: QueryAnalysis, node: CallNode, value: Value): Value {
  const [arg] = node.args;
  if (value.type === 'decimal' && arg !== undefined) {
    analysis.edits.replace(node.nameSpan, 'dec_cmp');
    analysis.edits.around(arg, '', ', 0');
  }
  return computed('integer');
}
