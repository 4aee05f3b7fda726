import type { QueryParser } from './query-parser.ts';
import type { CallNode, Expression, OrderTerm, WindowDefinition } from './query-tree.ts';

/** Reads a call: name, arguments, FILTER and OVER. */
export function parseCall(parser: QueryParser): CallNode {
  const { cursor } = parser;
  const { text, start, end } = cursor.take();
  cursor.expectSymbol('(');
  const inner = cursor.nested(() => parseArguments(parser));
  cursor.expectSymbol(')');
  const argumentsEnd = cursor.lastEnd();
  const filter = parseFilter(parser);
  const over = parseOver(parser);
  return {
    kind: 'call',
    name: text.toLowerCase(),
    nameSpan: { start, end },
    ...inner,
    filter,
    over,
    argumentsEnd,
    start,
    end: cursor.lastEnd(),
  };
}

function parseArguments(parser: QueryParser): Pick<CallNode, 'args' | 'star' | 'distinct' | 'orderBy'> {
  const { cursor } = parser;
  if (cursor.isSymbol('*') && cursor.peek(1).text === ')') {
    cursor.take();
    return { args: [], star: true, distinct: false, orderBy: [] };
  }
  if (cursor.isSymbol(')')) return { args: [], star: false, distinct: false, orderBy: [] };
  const distinct = cursor.takeKeyword('DISTINCT');
  if (!distinct) cursor.takeKeyword('ALL');
  const args = [parser.expression()];
  while (cursor.takeSymbol(',')) args.push(parser.expression());
  const orderBy = cursor.takeKeyword('ORDER', 'BY') ? parseOrderTerms(parser) : [];
  return { args, star: false, distinct, orderBy };
}

function parseFilter(parser: QueryParser): Expression | undefined {
  const { cursor } = parser;
  if (!cursor.takeKeyword('FILTER')) return undefined;
  cursor.expectSymbol('(');
  cursor.expectKeyword('WHERE');
  const condition = cursor.nested(() => parser.expression());
  cursor.expectSymbol(')');
  return condition;
}

function parseOver(parser: QueryParser): WindowDefinition | string | undefined {
  const { cursor } = parser;
  if (!cursor.takeKeyword('OVER')) return undefined;
  if (!cursor.takeSymbol('(')) return cursor.expectName('a window');
  const window = cursor.nested(() => parser.window());
  cursor.expectSymbol(')');
  return window;
}

/** Reads what follows ORDER BY. */
export function parseOrderTerms(parser: QueryParser): readonly OrderTerm[] {
  const { cursor } = parser;
  const terms: OrderTerm[] = [];
  do {
    terms.push({ expression: parser.expression() });
    if (!cursor.takeKeyword('ASC')) cursor.takeKeyword('DESC');
    if (cursor.takeKeyword('NULLS') && !cursor.takeKeyword('FIRST')) cursor.expectKeyword('LAST');
  } while (cursor.takeSymbol(','));
  return terms;
}
