import { refusal, shown } from '../query-refusal.ts';
import { isReservedName } from '../reserved-names.ts';
import type { QueryToken, TokenizedQuery } from './query-token.ts';

/** Longer queries are refused. */
export const longestQuery = 10_000;

// What a reader can't see, or what turns the order of characters around for the eye; a lone half of a character too.
const hidden =
  /[\u{0}-\u{8}\u{B}\u{C}\u{E}-\u{1F}\u{7F}-\u{9F}\u{AD}\u{61C}\u{180E}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{D800}-\u{DFFF}\u{FEFF}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E0FFF}]/u;

// Every character beyond ASCII belongs to names, as SQLite has it.
const word = /[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_$\u{80}-\u{10FFFF}]*/uy;
const number =
  /(?:0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|(?:[0-9]+(?:_[0-9]+)*(?:\.(?:[0-9]+(?:_[0-9]+)*)?)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?)(?![A-Za-z0-9_$.\u{80}-\u{10FFFF}])/uy;
const parameter = /:[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_$:\u{80}-\u{10FFFF}])/uy;
const symbol = /->>|->|\|\||<<|>>|<=|>=|<>|==|!=|[-+*/%<>=&|~(),.]/y;
const comment = /--[^\n]*|\/\*[^]*?\*\//y;

const closings: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };

/**
 * The tokens of a query.
 * @throws {EngineError} `report.query-rejected` for what no query may hold: hidden characters, open quotes or comments,
 *   `;`, blobs, parameters that are not `:name`, reserved names.
 */
export function tokenizeQuery(sql: string): TokenizedQuery {
  checkCharacters(sql);
  const tokens: QueryToken[] = [];
  const kept: string[] = [];
  let position = 0;
  while (position < sql.length) {
    const end = blankEnd(sql, position);
    if (end !== undefined) {
      kept.push(sql.slice(position, end).replaceAll(/[^\n]/g, ' '));
      position = end;
      continue;
    }
    const token = readToken(sql, position);
    checkToken(token);
    tokens.push(token);
    kept.push(sql.slice(position, token.end));
    position = token.end;
  }
  tokens.push({ kind: 'end', text: '', keyword: '', start: sql.length, end: sql.length });
  return { tokens, withoutComments: kept.join('') };
}

function checkCharacters(sql: string): void {
  if (sql.length > longestQuery) {
    throw refusal('sql.too-large', `it has ${sql.length} characters, and the limit is ${longestQuery}`);
  }
  const found = hidden.exec(sql);
  if (found === null) return;
  const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
  throw refusal('sql.syntax', `it holds the invisible character U+${code} at ${found.index + 1}; remove it`);
}

/** Where the white space or comment that starts here ends. */
function blankEnd(sql: string, position: number): number | undefined {
  if (' \t\n\r'.includes(sql.charAt(position))) return position + 1;
  return matchAt(comment, sql, position);
}

function readToken(sql: string, start: number): QueryToken {
  const first = sql.charAt(start);
  if (closings[first] !== undefined) return readQuoted(sql, start);
  const wordEnd = matchAt(word, sql, start);
  if (wordEnd !== undefined) return readWord(sql, start, wordEnd);
  const numberEnd = matchAt(number, sql, start);
  if (numberEnd !== undefined) return plain('number', sql.slice(start, numberEnd), start);
  if (first === ':') return readParameter(sql, start);
  if (sql.startsWith('/*', start)) throw unclosed(sql, start);
  const symbolEnd = matchAt(symbol, sql, start);
  if (symbolEnd !== undefined && !/[0-9]/.test(first))
    return plain('symbol', sql.slice(start, symbolEnd), start);
  throw unreadable(sql, start);
}

function readWord(sql: string, start: number, end: number): QueryToken {
  const text = sql.slice(start, end);
  if (/^x$/i.test(text) && sql.charAt(end) === "'") {
    throw refusal('sql.syntax', "it holds a blob (x'..'), and no dataset has bytes; write the text itself");
  }
  return { kind: 'word', text, keyword: text.toUpperCase(), start, end };
}

function readParameter(sql: string, start: number): QueryToken {
  const end = matchAt(parameter, sql, start);
  if (end !== undefined) {
    return { kind: 'parameter', text: sql.slice(start + 1, end), keyword: '', start, end };
  }
  if (sql.startsWith('::', start)) {
    throw refusal('sql.syntax', '"::" is not SQLite; write CAST(x AS TEXT), or dec(x) for a number');
  }
  throw refusal(
    'sql.parameter',
    `its parameter at ${JSON.stringify(sql.slice(start, start + 20))} must be written as :name`,
  );
}

/** A string or quoted name; two closing marks in it stand for one. */
function readQuoted(sql: string, start: number): QueryToken {
  const opening = sql.charAt(start);
  const closing = closings[opening] ?? opening;
  let end = sql.indexOf(closing, start + 1);
  while (end >= 0 && opening !== '[' && sql.charAt(end + 1) === closing) end = sql.indexOf(closing, end + 2);
  if (end < 0) throw unclosed(sql, start);
  const inner = sql.slice(start + 1, end);
  const text = opening === '[' ? inner : inner.replaceAll(closing + closing, closing);
  return { kind: opening === "'" ? 'string' : 'quoted-name', text, keyword: '', start, end: end + 1 };
}

function checkToken({ kind, text }: QueryToken): void {
  if ((kind === 'word' || kind === 'quoted-name') && isReservedName(text)) {
    throw refusal(
      'sql.name-refused',
      `it names ${shown(text)}, which is not a dataset; give a column or alias another name`,
    );
  }
}

function plain(kind: 'number' | 'symbol', text: string, start: number): QueryToken {
  return { kind, text, keyword: '', start, end: start + text.length };
}

function matchAt(pattern: RegExp, sql: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}

function unclosed(sql: string, start: number): Error {
  const at = JSON.stringify(sql.slice(start, start + 20));
  return refusal('sql.unclosed', `it opens a quote or a comment that nothing closes, at ${at}: close it`);
}

function unreadable(sql: string, start: number): Error {
  const first = sql.charAt(start);
  if ('?@$#'.includes(first)) {
    const written = JSON.stringify(sql.slice(start, start + 20));
    return refusal('sql.parameter', `its parameter at ${written} must be written as :name`);
  }
  if (first === ';') return refusal('sql.several-statements', 'it must be one statement, without ";"');
  return refusal('sql.syntax', `it can't be read from ${JSON.stringify(sql.slice(start, start + 20))} on`);
}
