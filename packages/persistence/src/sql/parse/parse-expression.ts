import { refusal } from '../query-refusal.ts';
import { parseOperand } from './parse-operand.ts';
import type { QueryParser } from './query-parser.ts';
import type { BinaryNode, Expression } from './query-tree.ts';
import { strengths } from './operator-strength.ts';

/** Operators between two operands, by what they are written as. */
const binaryStrengths: Readonly<Record<string, number>> = {
  OR: strengths.or,
  AND: strengths.and,
  '=': strengths.equality,
  '==': strengths.equality,
  '<>': strengths.equality,
  '!=': strengths.equality,
  '<': strengths.order,
  '<=': strengths.order,
  '>': strengths.order,
  '>=': strengths.order,
  '&': strengths.bits,
  '|': strengths.bits,
  '<<': strengths.bits,
  '>>': strengths.bits,
  '+': strengths.sum,
  '-': strengths.sum,
  '*': strengths.product,
  '/': strengths.product,
  '%': strengths.product,
  '||': strengths.text,
  '->': strengths.text,
  '->>': strengths.text,
};

const testing = new Set(['IS', 'ISNULL', 'NOTNULL', 'NOT', 'BETWEEN', 'IN', 'LIKE', 'GLOB']);

/** Reads an expression of operators that bind more tightly than `above`. */
export function parseExpression(parser: QueryParser, above = 0): Expression {
  let left = parseOperand(parser);
  for (;;) {
    const next = parseBinary(parser, left, above) ?? parseTest(parser, left, above);
    if (next === undefined) return left;
    left = next;
  }
}

function parseBinary(parser: QueryParser, left: Expression, above: number): Expression | undefined {
  const { kind, text, keyword } = parser.cursor.peek();
  const operator = kind === 'symbol' ? text : keyword;
  if (operator === 'COLLATE') throw collateRefused();
  const strength = Object.hasOwn(binaryStrengths, operator) ? binaryStrengths[operator] : undefined;
  if (strength === undefined || strength <= above) return undefined;
  parser.cursor.take();
  return binary(operator, left, parser.expression(strength));
}

/** IS, IN, BETWEEN, LIKE, GLOB, with NOT or without, and what follows a value to test it for NULL. */
function parseTest(parser: QueryParser, operand: Expression, above: number): Expression | undefined {
  const { cursor } = parser;
  if (strengths.equality <= above || !testing.has(cursor.peek().keyword)) return undefined;
  const { start } = operand;
  if (cursor.takeKeyword('ISNULL') || cursor.takeKeyword('NOTNULL') || cursor.takeKeyword('NOT', 'NULL')) {
    return { kind: 'test', of: 'null', operand, start, end: cursor.lastEnd() };
  }
  if (cursor.takeKeyword('IS')) return parseIs(parser, operand);
  cursor.takeKeyword('NOT');
  if (cursor.takeKeyword('BETWEEN')) return parseBetween(parser, operand);
  if (cursor.takeKeyword('IN')) return parseIn(parser, operand);
  if (cursor.isKeyword('LIKE') || cursor.isKeyword('GLOB')) return parseLike(parser, operand);
  throw cursor.failure();
}

function parseIs(parser: QueryParser, left: Expression): Expression {
  const { cursor } = parser;
  cursor.takeKeyword('NOT');
  if (cursor.takeKeyword('DISTINCT')) cursor.expectKeyword('FROM');
  const right = parser.expression(strengths.equality);
  const { start } = left;
  if (right.kind === 'null') return { kind: 'test', of: 'null', operand: left, start, end: right.end };
  if (right.kind === 'boolean') return { kind: 'test', of: 'truth', operand: left, start, end: right.end };
  return binary('IS', left, right);
}

function parseBetween(parser: QueryParser, operand: Expression): Expression {
  const low = parser.expression(strengths.and);
  // Where a comparison stands bare between BETWEEN and AND, readers and grammars differ about what belongs together.
  if (low.kind === 'between' || low.kind === 'in' || low.kind === 'test' || isComparison(low)) {
    throw refusal('sql.syntax', 'it has a comparison between BETWEEN and AND; put it in parentheses');
  }
  parser.cursor.expectKeyword('AND');
  const high = parser.expression(strengths.equality);
  return { kind: 'between', operand, low, high, start: operand.start, end: high.end };
}

function isComparison(node: Expression): boolean {
  return node.kind === 'binary' && (binaryStrengths[node.operator] ?? 0) <= strengths.order;
}

function parseIn(parser: QueryParser, operand: Expression): Expression {
  const { cursor } = parser;
  if (!cursor.isSymbol('(')) {
    throw cursor.failure('after IN comes a list or a SELECT in parentheses');
  }
  cursor.take();
  const items = cursor.nested(() => parseInItems(parser));
  cursor.expectSymbol(')');
  return { kind: 'in', operand, items, start: operand.start, end: cursor.lastEnd() };
}

function parseInItems(parser: QueryParser): readonly Expression[] | ReturnType<QueryParser['select']> {
  const { cursor } = parser;
  if (cursor.isKeyword('SELECT') || cursor.isKeyword('WITH') || cursor.isKeyword('VALUES'))
    return parser.select();
  if (cursor.isSymbol(')')) return [];
  const items = [parser.expression()];
  while (cursor.takeSymbol(',')) items.push(parser.expression());
  return items;
}

function parseLike(parser: QueryParser, left: Expression): Expression {
  const operator = parser.cursor.take().keyword;
  const right = parser.expression(strengths.equality);
  const escape = parser.cursor.takeKeyword('ESCAPE') ? parser.expression(strengths.order) : undefined;
  return { ...binary(operator, left, right), escape, end: (escape ?? right).end };
}

function binary(operator: string, left: Expression, right: Expression): BinaryNode {
  return { kind: 'binary', operator, left, right, escape: undefined, start: left.start, end: right.end };
}

function collateRefused(): Error {
  return refusal(
    'sql.collate-refused',
    'it says COLLATE; decimals already compare by value, and lower(x) makes the case of letters equal',
  );
}
