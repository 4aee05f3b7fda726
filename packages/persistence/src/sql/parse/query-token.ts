/** A piece of SQL that means something, and where it stands. */
export interface QueryToken {
  readonly kind: 'word' | 'quoted-name' | 'string' | 'parameter' | 'number' | 'symbol' | 'end';
  /** A word, number or symbol as written; a name, string or parameter without quotes or colon. */
  readonly text: string;
  /** For words: in capitals, to be compared with keywords; otherwise empty. */
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a query, and its text without comments. */
export interface TokenizedQuery {
  /** The last one has kind `end`. */
  readonly tokens: readonly QueryToken[];
  /** As long as the query; each character of a comment is a blank. */
  readonly withoutComments: string;
}
