/** What is wrong with an SQL text that a document holds, whatever tables there are. */
export interface SqlProblem {
  /** Stable. */
  readonly code: 'sql.not-a-query' | 'sql.trailing-semicolon' | 'sql.several-statements' | 'sql.unclosed';
  /** A sentence: what is wrong, and what to do. */
  readonly message: string;
  /** The text as it should be, where that is plain. */
  readonly suggestion?: string;
}

interface Token {
  readonly kind: 'word' | 'symbol' | 'other';
  readonly text: string;
  /** Where it ends in the text. */
  readonly end: number;
}

// SQLite's own rules: white space is these characters, and every character beyond ASCII belongs to words.
const pattern = new RegExp(
  [
    String.raw`(?<blank>[ \t\n\f\r]+|--[^\n]*|/\*[^]*?\*/)`,
    String.raw`(?<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|` + '`(?:[^`]|``)*`' + String.raw`|\[[^\]]*\])`,
    String.raw`(?<word>[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_$\u{80}-\u{10FFFF}]*)`,
    String.raw`(?<parameter>[:@$][A-Za-z0-9_$\u{80}-\u{10FFFF}]+)`,
    '(?<open>[\'"`[]|/\\*)',
    '(?<symbol>[^])',
  ].join('|'),
  'uy',
);

/** Longer texts are refused by the schemas, and not looked at. */
const longestSql = 10_000;

/**
 * What is wrong with a text that should be one SELECT; `undefined` when nothing is that can be told without a database.
 * Strings, quoted names and comments are told from the rest, so that SQL words in them mean nothing.
 */
export function sqlProblem(sql: string): SqlProblem | undefined {
  if (sql.length > longestSql) return undefined;
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(sql); found !== null; found = pattern.exec(sql)) {
    const { blank, word, symbol, open } = found.groups ?? {};
    const end = pattern.lastIndex;
    if (open !== undefined) return unclosed(sql, end - open.length);
    if (blank !== undefined) continue;
    const kind = word !== undefined ? 'word' : symbol !== undefined ? 'symbol' : 'other';
    tokens.push({ kind, text: found[0], end });
  }
  return statementProblem(sql, tokens);
}

function statementProblem(sql: string, tokens: readonly Token[]): SqlProblem | undefined {
  const first = tokens.findIndex((token) => !isSemicolon(token));
  if (first < 0) return notAQuery('The SQL holds no statement.');
  if (!/^(?:select|with)$/i.test(tokens[first]?.text ?? '')) {
    return notAQuery(`The SQL starts with ${JSON.stringify(tokens[first]?.text.slice(0, 40))}.`);
  }
  const separator = tokens.findIndex((token, index) => index > first && isSemicolon(token));
  if (separator >= 0 && tokens.slice(separator).every(isSemicolon)) {
    return {
      code: 'sql.trailing-semicolon',
      message: 'The SQL ends with a ";". In a document a query stands without it: remove it.',
      suggestion: sql.slice(0, tokens[separator - 1]?.end),
    };
  }
  if (separator >= 0 || first > 0) {
    return {
      code: 'sql.several-statements',
      message: 'The SQL holds more than one statement. Keep one SELECT, and make a query of each other one.',
    };
  }
  const writing = writingWord(tokens);
  return writing === undefined ? undefined : notAQuery(`The SQL says ${writing}.`);
}

/** `WITH … DELETE` starts like a query; the words of a change stand outside all parentheses. */
function writingWord(tokens: readonly Token[]): string | undefined {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'symbol' && text === '(') depth += 1;
    if (kind === 'symbol' && text === ')') depth -= 1;
    if (kind === 'word' && depth === 0 && /^(?:insert|update|delete|into)$/i.test(text)) {
      return text.toUpperCase();
    }
  }
  return undefined;
}

function isSemicolon({ kind, text }: Token): boolean {
  return kind === 'symbol' && text === ';';
}

function notAQuery(what: string): SqlProblem {
  return {
    code: 'sql.not-a-query',
    message: `${what} A query only reads: write one statement that starts with SELECT or WITH.`,
  };
}

function unclosed(sql: string, start: number): SqlProblem {
  const shown = JSON.stringify(sql.slice(start, start + 20));
  return {
    code: 'sql.unclosed',
    message: `The SQL opens a quote or a comment that nothing closes, at ${shown}: close it.`,
  };
}
