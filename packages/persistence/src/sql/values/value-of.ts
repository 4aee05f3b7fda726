import { valueOfBinary } from './binary-value.ts';
import { valueOfCall } from './call-value.ts';
import { valueOfCase } from './case-value.ts';
import { valueOfCast } from './cast-value.ts';
import { compareWithEach, offend } from './compare-values.ts';
import { checkCondition } from './condition-check.ts';
import { spellNumber } from './number-spelling.ts';
import type {
  BetweenNode,
  Expression,
  InNode,
  NumberNode,
  ParameterNode,
  SelectStatement,
  UnaryNode,
} from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf, wrapDecimal } from '../query-analysis.ts';
import { quoted, refusal, shown } from '../query-refusal.ts';
import { resolveName, type Scope } from '../scope.ts';
import { computed, decimalValue, isNumber, isOpenParameter, type Value } from './sql-type.ts';

/** The value of an expression; changes the query so that decimals in it compare by value. */
export function valueOf(
  analysis: QueryAnalysis,
  node: Expression,
  ...[scope, bare]: [scope: Scope, bare?: 'bare']
): Value {
  switch (node.kind) {
    case 'number':
      return valueOfNumber(analysis, node, bare);
    case 'string':
      return { ...computed('text'), literal: { kind: 'string', value: node.value } };
    case 'null':
      return computed('null');
    case 'boolean':
      return computed('integer');
    case 'parameter':
      return valueOfParameter(analysis, node);
    case 'name':
      return resolveName(node, scope, analysis.sql).value;
    case 'parentheses':
      return analysis.valueOf(node.inner, scope, bare);
    case 'unary':
      return valueOfUnary(analysis, node, scope);
    case 'binary':
      return valueOfBinary(analysis, node, scope);
    case 'test':
      if (node.of === 'truth') checkCondition(analysis, node.operand, scope);
      else analysis.valueOf(node.operand, scope);
      return computed('integer');
    case 'between':
      return valueOfBetween(analysis, node, scope);
    case 'in':
      return valueOfIn(analysis, node, scope);
    case 'cast':
      return valueOfCast(analysis, node, scope);
    case 'case':
      return wrapped(analysis, node, valueOfCase(analysis, node, scope), bare);
    case 'exists':
      subqueryValues(analysis, node.select, scope);
      return computed('integer');
    case 'subquery':
      return valueOfSubquery(analysis, node, scope, bare);
    case 'row':
      return { ...computed('row'), items: node.items.map((item) => analysis.valueOf(item, scope)) };
    case 'call':
      return valueOfCall(analysis, node, scope, bare);
  }
}

function wrapped(
  analysis: QueryAnalysis,
  node: Expression,
  ...[value, bare]: [value: Value, bare: 'bare' | undefined]
): Value {
  if (value.type === 'decimal' && bare === undefined) wrapDecimal(analysis, node);
  return value;
}

function valueOfNumber(analysis: QueryAnalysis, node: NumberNode, bare: 'bare' | undefined): Value {
  const spelling = spellNumber(node.text);
  if (spelling === undefined) {
    throw refusal('sql.too-large', `its number ${shown(node.text)} is too large or too small`);
  }
  if (spelling.keptBySqlite) {
    const type = spelling.whole ? 'integer' : 'real';
    return { type, affinity: 'none', approximate: false, literal: { kind: 'number', spelling } };
  }
  analysis.edits.replace(node, quoted(spelling.canonical));
  return wrapped(analysis, node, decimalValue(), bare);
}

function valueOfParameter({ params }: QueryAnalysis, { name }: ParameterNode): Value {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  const literal = { kind: 'parameter', value } as const;
  if (value === undefined) return { ...computed('unknown'), literal };
  if (value === null) return computed('null');
  if (typeof value === 'string') return { ...computed('text'), literal };
  return { ...computed(Number.isSafeInteger(value) ? 'integer' : 'real'), literal };
}

function valueOfUnary(analysis: QueryAnalysis, node: UnaryNode, scope: Scope): Value {
  if (node.operator === 'NOT') {
    checkCondition(analysis, node.operand, scope);
    return computed('integer');
  }
  const value = analysis.valueOf(node.operand, scope, 'bare');
  if (value.type === 'null') return value;
  if (isNumber(value) || isOpenParameter(value)) {
    return computed(
      isNumber(value) ? (value.type === 'real' ? 'real' : 'integer') : 'unknown',
      value.approximate,
    );
  }
  const { start, operand } = node;
  const why = `it writes ${node.operator} before ${shown(textOf(analysis, operand))}, which is ${value.type}`;
  if (node.operator === '~') throw refusal('sql.decimal-operator', `${why}; ~ works on whole numbers only`);
  analysis.advice.replace({ start, end: operand.start }, node.operator === '-' ? 'dec_sub(0, ' : '');
  if (node.operator === '-') analysis.advice.around(operand, '', ')');
  const form =
    node.operator === '-' ? `dec_sub(0, ${shown(textOf(analysis, operand))})` : 'it without the sign';
  offend(analysis, 'sql.decimal-operator', `${why}; write ${form}`, 'mended');
  return decimalValue(value.approximate);
}

function valueOfBetween(analysis: QueryAnalysis, node: BetweenNode, scope: Scope): Value {
  const rights = [node.low, node.high].map((bound) => ({
    value: analysis.valueOf(bound, scope),
    node: bound,
  }));
  const left = { value: analysis.valueOf(node.operand, scope), node: node.operand };
  if ([left, ...rights].some(({ value }) => value.type === 'row')) {
    throw refusal('sql.arguments', 'it has several values in parentheses around BETWEEN; write >= and <=');
  }
  compareWithEach(analysis, 'order', { left, rights });
  return computed('integer');
}

function valueOfIn(analysis: QueryAnalysis, node: InNode, scope: Scope): Value {
  const left = { value: analysis.valueOf(node.operand, scope), node: node.operand };
  const rights =
    'arms' in node.items
      ? [{ value: asOne(subqueryValues(analysis, node.items, scope)), node: undefined }]
      : node.items.map((item) => ({ value: analysis.valueOf(item, scope), node: item }));
  compareWithEach(analysis, 'in', { left, rights });
  return computed('integer');
}

function subqueryValues(analysis: QueryAnalysis, select: SelectStatement, scope: Scope): readonly Value[] {
  return analysis.columnsOf(select, { ctes: scope.ctes, outer: scope }).map(({ value }) => value);
}

function asOne(values: readonly Value[]): Value {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : { ...computed('row'), items: values };
}

function valueOfSubquery(
  analysis: QueryAnalysis,
  node: Extract<Expression, { kind: 'subquery' }>,
  ...[scope, bare]: [scope: Scope, bare: 'bare' | undefined]
): Value {
  const value = asOne(subqueryValues(analysis, node.select, scope));
  if (value.type === 'row') return value;
  return wrapped(analysis, node, value, bare);
}
