import { refusal } from '../query-refusal.ts';
import type { QueryParser } from './query-parser.ts';
import type { FromItem, FromSource, Join } from './query-tree.ts';

/** Reads what follows FROM: tables and how they are joined. */
export function parseFrom(parser: QueryParser): readonly FromItem[] {
  const items: FromItem[] = [{ source: parseSource(parser), join: undefined }];
  for (;;) {
    const join = parseJoinOperator(parser);
    if (join === undefined) return items;
    parser.counts.add('joins');
    const source = parseSource(parser);
    items.push({ source, join: { ...join, ...parseConstraint(parser) } });
  }
}

function parseJoinOperator({ cursor }: QueryParser): Pick<Join, 'natural' | 'keepsRight'> | undefined {
  if (cursor.takeSymbol(',')) return { natural: false, keepsRight: false };
  const words = new Set<string>();
  const allowed = ['NATURAL', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'INNER', 'CROSS'];
  while (allowed.includes(cursor.peek().keyword)) words.add(cursor.take().keyword);
  if (!cursor.takeKeyword('JOIN')) {
    if (words.size > 0) throw cursor.failure('JOIN is expected there');
    return undefined;
  }
  return { natural: words.has('NATURAL'), keepsRight: words.has('RIGHT') || words.has('FULL') };
}

function parseConstraint(parser: QueryParser): Pick<Join, 'on' | 'using'> {
  const { cursor } = parser;
  if (cursor.takeKeyword('ON')) return { on: parser.expression(), using: [] };
  if (!cursor.takeKeyword('USING')) return { on: undefined, using: [] };
  cursor.expectSymbol('(');
  const using = [cursor.expectName('a column')];
  while (cursor.takeSymbol(',')) using.push(cursor.expectName('a column'));
  cursor.expectSymbol(')');
  return { on: undefined, using };
}

function parseSource(parser: QueryParser): FromSource {
  const { cursor } = parser;
  if (cursor.isSymbol('(')) return parseInParentheses(parser);
  const { start, kind } = cursor.peek();
  if (kind === 'string') {
    throw refusal(
      'sql.unknown-table',
      `it names the table ${JSON.stringify(cursor.peek().text)} like a text; write it without quotes`,
    );
  }
  const name = cursor.expectName('a table');
  const end = cursor.lastEnd();
  if (cursor.takeSymbol('.')) {
    const table = cursor.expectName('a table');
    throw refusal('sql.unknown-table', `it names a schema: write ${table} instead of ${name}.${table}`);
  }
  if (cursor.isSymbol('(')) {
    throw refusal(
      'sql.unknown-table',
      `it reads from the table function ${name}(...), and only datasets are there to read`,
    );
  }
  const alias = cursor.takeAlias();
  if (cursor.isKeyword('INDEXED') || cursor.isKeyword('NOT', 'INDEXED')) {
    throw cursor.failure('leave INDEXED out; the engine chooses the index');
  }
  return { kind: 'table', name, alias, start, end };
}

function parseInParentheses(parser: QueryParser): FromSource {
  const { cursor } = parser;
  const { start } = cursor.take();
  return cursor.nested((): FromSource => {
    if (cursor.isKeyword('SELECT') || cursor.isKeyword('WITH') || cursor.isKeyword('VALUES')) {
      const select = parser.select();
      cursor.expectSymbol(')');
      const end = cursor.lastEnd();
      return { kind: 'subquery', select, alias: cursor.takeAlias(), start, end };
    }
    const items = parseFrom(parser);
    cursor.expectSymbol(')');
    const end = cursor.lastEnd();
    if (cursor.takeAlias() !== undefined) {
      throw refusal('sql.syntax', 'it gives an alias to tables in parentheses; give each table its own');
    }
    return { kind: 'group', items, start, end };
  });
}
