import { EngineError } from '@daybook/kernel';

/** A piece of SQL that means something. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted-name' | 'string' | 'parameter' | 'number' | 'symbol';
  /** As written; a quoted name without its quotes. */
  readonly text: string;
}

// SQLite's own rules: its white space is these five characters, and every character beyond ASCII belongs to names.
const pattern = new RegExp(
  [
    String.raw`(?<blank>[ \t\n\f\r]+|--[^\n]*|/\*[^]*?\*/)`,
    String.raw`(?<string>'(?:[^']|'')*')`,
    String.raw`(?<quoted>"(?:[^"]|"")*"|` + '`(?:[^`]|``)*`' + String.raw`|\[[^\]]*\])`,
    String.raw`(?<word>[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_$\u{80}-\u{10FFFF}]*)`,
    String.raw`(?<number>\.?[0-9][0-9A-Za-z_.]*)`,
    String.raw`(?<parameter>[:@$#?][A-Za-z0-9_$:\u{80}-\u{10FFFF}]*)`,
    String.raw`(?<symbol>[-+*/%<>=!|&~(),.;])`,
  ].join('|'),
  'uy',
);

/**
 * The tokens of a text, without white space and comments.
 * @throws {EngineError} `report.query-rejected` for text that SQLite could not read either: an open quote or comment, a
 *   character that no SQL has.
 */
export function tokenizeSql(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let position = 0;
  while (position < sql.length) {
    pattern.lastIndex = position;
    const groups = pattern.exec(sql)?.groups;
    if (groups === undefined || isOpenComment(sql, position, groups)) throw unreadable(sql, position);
    position = pattern.lastIndex;
    const token = toToken(groups);
    if (token) tokens.push(token);
  }
  return tokens;
}

/** A comment that is never closed would otherwise read as a division and a star. */
function isOpenComment(sql: string, position: number, groups: Readonly<Record<string, string>>): boolean {
  return groups.symbol === '/' && sql.startsWith('/*', position);
}

function toToken(groups: Readonly<Record<string, string | undefined>>): SqlToken | undefined {
  const { string, quoted, word, number, parameter, symbol } = groups;
  if (string !== undefined) return { kind: 'string', text: string };
  if (quoted !== undefined) return { kind: 'quoted-name', text: unquote(quoted) };
  if (word !== undefined) return { kind: 'word', text: word };
  if (number !== undefined) return { kind: 'number', text: number };
  if (parameter !== undefined) return { kind: 'parameter', text: parameter };
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol };
}

function unquote(quoted: string): string {
  const quote = quoted[0] ?? '';
  const inner = quoted.slice(1, -1);
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

function unreadable(sql: string, position: number): EngineError {
  return new EngineError(
    'report.query-rejected',
    `The query is refused: it can't be read from ${JSON.stringify(sql.slice(position, position + 20))} on.`,
  );
}
