import { refusal, shown } from '../query-refusal.ts';
import { isReservedName } from '../reserved-names.ts';
import { dialectHint } from './dialect-hint.ts';
import type { QueryToken } from './query-token.ts';
import { canBeBareAlias, canBeName } from './reserved-words.ts';

/** How deep parentheses, calls and subqueries may nest. */
const deepestNesting = 60;

/** Walks over the tokens of a query. */
export interface TokenCursor {
  /** The next token, or one further on; the last one, of kind `end`, never passes. */
  peek(ahead?: number): QueryToken;
  take(): QueryToken;
  /** Whether the next words are these. */
  isKeyword(...keywords: readonly string[]): boolean;
  isSymbol(symbol: string): boolean;
  /** Takes these words when they come next, and says whether it did. */
  takeKeyword(...keywords: readonly string[]): boolean;
  takeSymbol(symbol: string): boolean;
  expectKeyword(keyword: string): void;
  expectSymbol(symbol: string): QueryToken;
  /** A name, quoted or not. */
  expectName(what: string): string;
  /** An alias, with or without AS; `undefined` when none comes. */
  takeAlias(): string | undefined;
  /** Where the last token that was taken ends. */
  lastEnd(): number;
  /** Runs the work one level deeper; refuses what nests too deep. */
  nested<T>(work: () => T): T;
  /** What to throw at the next token. */
  failure(hint?: string): Error;
}

/** A cursor before the first token. */
export function createTokenCursor(tokens: readonly QueryToken[], sql: string): TokenCursor {
  let position = 0;
  let depth = 0;
  const end: QueryToken = { kind: 'end', text: '', keyword: '', start: sql.length, end: sql.length };

  const cursor: TokenCursor = {
    peek: (ahead = 0) => tokens[position + ahead] ?? end,
    take() {
      const token = cursor.peek();
      if (token.kind !== 'end') position += 1;
      return token;
    },
    isKeyword: (...keywords) => keywords.every((keyword, index) => cursor.peek(index).keyword === keyword),
    isSymbol: (symbol) => isSymbol(cursor.peek(), symbol),
    takeKeyword(...keywords) {
      const found = cursor.isKeyword(...keywords);
      if (found) position += keywords.length;
      return found;
    },
    takeSymbol(symbol) {
      const found = cursor.isSymbol(symbol);
      if (found) position += 1;
      return found;
    },
    expectKeyword(keyword) {
      if (!cursor.takeKeyword(keyword)) throw cursor.failure(`${keyword} is expected there`);
    },
    expectSymbol(symbol) {
      if (!cursor.isSymbol(symbol)) throw cursor.failure(`"${symbol}" is expected there`);
      return cursor.take();
    },
    expectName(what) {
      const token = cursor.peek();
      if (token.kind === 'quoted-name') return checkName(cursor.take().text);
      if (token.kind === 'word' && canBeName(token.keyword)) return checkName(cursor.take().text);
      throw cursor.failure(`${what} is expected there`);
    },
    takeAlias() {
      if (cursor.takeKeyword('AS')) {
        return cursor.peek().kind === 'string' ? checkName(cursor.take().text) : cursor.expectName('a name');
      }
      const { kind, keyword } = cursor.peek();
      if (kind === 'quoted-name') return checkName(cursor.take().text);
      return kind === 'word' && canBeBareAlias(keyword) ? checkName(cursor.take().text) : undefined;
    },
    lastEnd: () => tokens[position - 1]?.end ?? 0,
    nested(work) {
      depth += 1;
      if (depth > deepestNesting) throw tooDeep();
      const result = work();
      depth -= 1;
      return result;
    },
    failure(hint) {
      const { start, kind } = cursor.peek();
      const place = kind === 'end' ? 'its end' : JSON.stringify(shown(sql.slice(start, start + 40)));
      const advice = dialectHint(tokens, position) ?? hint;
      return refusal(
        'sql.syntax',
        `it can't be read at ${place}${advice === undefined ? '' : `; ${advice}`}`,
      );
    },
  };
  return cursor;
}

function isSymbol({ kind, text }: QueryToken, symbol: string): boolean {
  return kind === 'symbol' && text === symbol;
}

/** `true` as a column would be the column here and the truth value there. */
function checkName(name: string): string {
  const refused = /^(?:true|false|rowid|oid|_rowid_)$/i.test(name) || isReservedName(name);
  if (refused || name === '')
    throw refusal('sql.name-refused', `it uses ${JSON.stringify(name)} as a name; choose another`);
  return name;
}

function tooDeep(): Error {
  return refusal(
    'sql.too-large',
    `its parentheses, calls and subqueries nest more than ${deepestNesting} deep; write the parts as common table expressions`,
  );
}
