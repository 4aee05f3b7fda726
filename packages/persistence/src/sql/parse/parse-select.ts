import { parseOrderTerms } from './parse-call.ts';
import { parseFrom } from './parse-from.ts';
import type { QueryParser } from './query-parser.ts';
import type {
  CommonTable,
  Expression,
  ResultColumn,
  SelectArm,
  SelectCore,
  SelectStatement,
  ValuesCore,
} from './query-tree.ts';

/** How many columns a SELECT may have. */
export const mostColumns = 120;

/** Reads a whole SELECT: WITH, the arms, ORDER BY and LIMIT. */
export function parseSelect(parser: QueryParser): SelectStatement {
  const { cursor } = parser;
  const { start } = cursor.peek();
  const ctes = cursor.takeKeyword('WITH') ? parseCommonTables(parser) : [];
  const arms = [parseArm(parser)];
  const operators: string[] = [];
  for (let operator = takeSetOperator(parser); operator !== undefined; operator = takeSetOperator(parser)) {
    parser.counts.add('joins');
    operators.push(operator);
    arms.push(parseArm(parser));
  }
  const orderBy = cursor.takeKeyword('ORDER', 'BY') ? parseOrderTerms(parser) : [];
  const limits = cursor.takeKeyword('LIMIT') ? parseLimits(parser) : [];
  if (takeSetOperator(parser) !== undefined) {
    throw cursor.failure(
      'ORDER BY and LIMIT stand after the last SELECT; put the first one into FROM (SELECT ...)',
    );
  }
  return { ctes, arms, operators, orderBy, limits, start, end: cursor.lastEnd() };
}

function parseCommonTables(parser: QueryParser): readonly CommonTable[] {
  const { cursor } = parser;
  cursor.takeKeyword('RECURSIVE');
  const tables: CommonTable[] = [];
  do {
    parser.counts.add('ctes');
    const name = cursor.expectName('a name');
    const columns = cursor.takeSymbol('(') ? parseColumnNames(parser) : undefined;
    cursor.expectKeyword('AS');
    cursor.takeKeyword('NOT');
    cursor.takeKeyword('MATERIALIZED');
    cursor.expectSymbol('(');
    const select = cursor.nested(() => parser.select());
    cursor.expectSymbol(')');
    tables.push({ name, columns, select });
  } while (cursor.takeSymbol(','));
  return tables;
}

function parseColumnNames({ cursor }: QueryParser): readonly string[] {
  const names = [cursor.expectName('a column')];
  while (cursor.takeSymbol(',')) names.push(cursor.expectName('a column'));
  cursor.expectSymbol(')');
  return names;
}

function takeSetOperator({ cursor }: QueryParser): string | undefined {
  if (cursor.takeKeyword('UNION')) return cursor.takeKeyword('ALL') ? 'UNION ALL' : 'UNION';
  if (cursor.takeKeyword('INTERSECT')) return 'INTERSECT';
  return cursor.takeKeyword('EXCEPT') ? 'EXCEPT' : undefined;
}

function parseArm(parser: QueryParser): SelectArm {
  const { cursor } = parser;
  parser.counts.add('selects');
  const { start } = cursor.peek();
  if (cursor.takeKeyword('VALUES')) return parseValues(parser, start);
  if (!cursor.takeKeyword('SELECT')) throw cursor.failure('SELECT is expected there');
  const distinct = cursor.takeKeyword('DISTINCT');
  if (!distinct) cursor.takeKeyword('ALL');
  const columns = [parseResultColumn(parser)];
  while (cursor.takeSymbol(',')) columns.push(parseResultColumn(parser));
  const from = cursor.takeKeyword('FROM') ? parseFrom(parser) : [];
  const where = cursor.takeKeyword('WHERE') ? parser.expression() : undefined;
  const groupBy = cursor.takeKeyword('GROUP', 'BY') ? parseList(parser) : [];
  const having = cursor.takeKeyword('HAVING') ? parser.expression() : undefined;
  const windows = cursor.takeKeyword('WINDOW') ? parseWindows(parser) : [];
  return {
    kind: 'select',
    distinct,
    columns,
    from,
    where,
    groupBy,
    having,
    windows,
    start,
    end: cursor.lastEnd(),
  };
}

function parseValues(parser: QueryParser, start: number): ValuesCore {
  const { cursor } = parser;
  const rows: (readonly Expression[])[] = [];
  do {
    cursor.expectSymbol('(');
    rows.push(cursor.nested(() => parseList(parser)));
    cursor.expectSymbol(')');
  } while (cursor.takeSymbol(','));
  return { kind: 'values', rows, start, end: cursor.lastEnd() };
}

function parseResultColumn(parser: QueryParser): ResultColumn {
  const { cursor, sql } = parser;
  const { start, end } = cursor.peek();
  if (cursor.takeSymbol('*')) return { kind: 'all', table: undefined, start, end };
  if (cursor.peek(1).text === '.' && cursor.peek(2).text === '*' && cursor.peek(2).kind === 'symbol') {
    const table = cursor.expectName('a table');
    cursor.expectSymbol('.');
    cursor.expectSymbol('*');
    return { kind: 'all', table, start, end: cursor.lastEnd() };
  }
  const expression = parser.expression();
  // SQLite's name for it: all that stands before the next token, comments included.
  const text = sql.slice(expression.start, cursor.peek().start).trim();
  return { kind: 'value', expression, alias: cursor.takeAlias(), text };
}

function parseList(parser: QueryParser): readonly Expression[] {
  const items = [parser.expression()];
  while (parser.cursor.takeSymbol(',')) items.push(parser.expression());
  return items;
}

function parseWindows(parser: QueryParser): SelectCore['windows'] {
  const { cursor } = parser;
  const windows: { name: string; definition: ReturnType<QueryParser['window']> }[] = [];
  do {
    const name = cursor.expectName('a window');
    cursor.expectKeyword('AS');
    cursor.expectSymbol('(');
    windows.push({ name, definition: cursor.nested(() => parser.window()) });
    cursor.expectSymbol(')');
  } while (cursor.takeSymbol(','));
  return windows;
}

function parseLimits(parser: QueryParser): readonly Expression[] {
  const limits = [parser.expression()];
  if (parser.cursor.takeKeyword('OFFSET') || parser.cursor.takeSymbol(',')) limits.push(parser.expression());
  return limits;
}
