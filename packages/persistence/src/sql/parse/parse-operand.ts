import { refusal } from '../query-refusal.ts';
import { strengths } from './operator-strength.ts';
import { parseCall } from './parse-call.ts';
import type { QueryParser } from './query-parser.ts';
import type { CaseNode, Expression } from './query-tree.ts';

/** Reads what operators stand between: a literal, name, call, CASE, CAST, subquery, or one with a sign before it. */
export function parseOperand(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { kind, text, start, end } = cursor.peek();
  if (kind === 'symbol') return parseSymbol(parser);
  if (kind === 'number') {
    cursor.take();
    return { kind: 'number', text, start, end };
  }
  if (kind === 'string') {
    cursor.take();
    return { kind: 'string', value: text, start, end };
  }
  if (kind === 'parameter') {
    cursor.take();
    return { kind: 'parameter', name: text, start, end };
  }
  return kind === 'word' ? parseWord(parser) : parseName(parser);
}

function parseSymbol(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { text, start } = cursor.peek();
  if (text === '(') return parseParentheses(parser);
  if (text !== '-' && text !== '+' && text !== '~') throw cursor.failure();
  cursor.take();
  const number = cursor.peek();
  if (text === '-' && number.kind === 'number') {
    cursor.take();
    return { kind: 'number', text: `-${number.text}`, start, end: number.end };
  }
  const operand = cursor.nested(() => parser.expression(strengths.sign));
  return { kind: 'unary', operator: text, operand, start, end: operand.end };
}

function parseParentheses(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { start } = cursor.expectSymbol('(');
  return cursor.nested(() => {
    if (startsSelect(parser)) {
      const select = parser.select();
      cursor.expectSymbol(')');
      return { kind: 'subquery', select, start, end: cursor.lastEnd() };
    }
    const inner = parser.expression();
    const items = [inner];
    while (cursor.takeSymbol(',')) items.push(parser.expression());
    cursor.expectSymbol(')');
    const end = cursor.lastEnd();
    return items.length === 1
      ? { kind: 'parentheses', inner, start, end }
      : { kind: 'row', items, start, end };
  });
}

function startsSelect({ cursor }: QueryParser): boolean {
  return cursor.isKeyword('SELECT') || cursor.isKeyword('WITH') || cursor.isKeyword('VALUES');
}

function parseWord(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { keyword, start, end } = cursor.peek();
  const opens = cursor.peek(1).kind === 'symbol' && cursor.peek(1).text === '(';
  switch (keyword) {
    case 'NULL':
      cursor.take();
      return { kind: 'null', start, end };
    case 'TRUE':
    case 'FALSE':
      cursor.take();
      return { kind: 'boolean', start, end };
    case 'NOT':
      return parseNot(parser);
    case 'EXISTS':
      return parseExists(parser);
    case 'CASE':
      return parseCase(parser);
    case 'CURRENT_DATE':
    case 'CURRENT_TIME':
    case 'CURRENT_TIMESTAMP':
      cursor.take();
      return clockCall(keyword, start, end);
  }
  if (keyword === 'RAISE') throw cursor.failure();
  if (keyword === 'CAST' && opens) return parseCast(parser);
  return opens ? parseCall(parser) : parseName(parser);
}

/** Judged like the function of that name, which reads the clock as well. */
function clockCall(keyword: string, start: number, end: number): Expression {
  return {
    kind: 'call',
    name: keyword.toLowerCase(),
    nameSpan: { start, end },
    args: [],
    star: false,
    distinct: false,
    orderBy: [],
    filter: undefined,
    over: undefined,
    argumentsEnd: end,
    start,
    end,
  };
}

function parseNot(parser: QueryParser): Expression {
  const { start } = parser.cursor.take();
  const operand = parser.cursor.nested(() => parser.expression(strengths.not));
  return { kind: 'unary', operator: 'NOT', operand, start, end: operand.end };
}

function parseExists(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { start } = cursor.take();
  cursor.expectSymbol('(');
  const select = cursor.nested(() => parser.select());
  cursor.expectSymbol(')');
  return { kind: 'exists', select, start, end: cursor.lastEnd() };
}

function parseCase(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { start } = cursor.take();
  return cursor.nested((): CaseNode => {
    const base = cursor.isKeyword('WHEN') ? undefined : parser.expression();
    const branches = [];
    while (cursor.takeKeyword('WHEN')) {
      const when = parser.expression();
      cursor.expectKeyword('THEN');
      branches.push({ when, result: parser.expression() });
    }
    if (branches.length === 0) throw cursor.failure('WHEN is expected there');
    const otherwise = cursor.takeKeyword('ELSE') ? parser.expression() : undefined;
    cursor.expectKeyword('END');
    return { kind: 'case', base, branches, otherwise, start, end: cursor.lastEnd() };
  });
}

function parseCast(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { start } = cursor.take();
  cursor.expectSymbol('(');
  const operand = cursor.nested(() => parser.expression());
  cursor.expectKeyword('AS');
  const words: string[] = [];
  while (cursor.peek().kind === 'word') words.push(cursor.take().text);
  if (words.length === 0) throw cursor.failure('a type is expected there');
  if (cursor.takeSymbol('(')) {
    const size = [cursor.take().text];
    if (cursor.takeSymbol(',')) size.push(cursor.take().text);
    if (!size.every((number) => /^\d{1,3}$/.test(number)))
      throw cursor.failure('a type with a size is VARCHAR(20)');
    cursor.expectSymbol(')');
    words.push(`(${size.join(',')})`);
  }
  cursor.expectSymbol(')');
  return { kind: 'cast', operand, type: words.join(' '), start, end: cursor.lastEnd() };
}

/** A column, alone or with its table. */
function parseName(parser: QueryParser): Expression {
  const { cursor } = parser;
  const { kind, start } = cursor.peek();
  if (kind === 'end') throw cursor.failure('a value is expected there');
  const first = columnName(parser);
  if (!cursor.takeSymbol('.')) {
    return {
      kind: 'name',
      table: undefined,
      column: first.name,
      quoted: first.quoted,
      start,
      end: cursor.lastEnd(),
    };
  }
  const second = columnName(parser);
  if (cursor.isSymbol('.')) {
    throw refusal('sql.syntax', `it names a schema: write ${second.name}.column without "${first.name}."`);
  }
  return {
    kind: 'name',
    table: first.name,
    column: second.name,
    quoted: false,
    start,
    end: cursor.lastEnd(),
  };
}

function columnName({ cursor }: QueryParser): { readonly name: string; readonly quoted: boolean } {
  const { kind, text, keyword } = cursor.peek();
  if (/^(?:rowid|oid|_rowid_)$/i.test(text) && (kind === 'word' || kind === 'quoted-name')) {
    throw refusal(
      'sql.unknown-column',
      `it names ${keyword.toLowerCase() || text}, which no dataset has; order by the key columns`,
    );
  }
  return { name: cursor.expectName('a value'), quoted: kind === 'quoted-name' };
}
