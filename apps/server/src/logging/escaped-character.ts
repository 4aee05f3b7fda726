/** What stands at a place of a text when it is read as an escape: the characters meant, and how many were read. */
export interface EscapedCharacter {
  readonly meant: string;
  readonly length: number;
}

/** A convention by which single characters of a text are spelled differently. */
export type Escaping = 'url' | 'json' | 'html';

/** What the escapes of each kind begin with. */
const signs = { url: '%', json: '\\', html: '&' } as const satisfies Record<Escaping, string>;

const controls: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  0: '\0',
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

// The longest: a percent-encoded character of four bytes, or an entity with some leading zeros.
const longestEscape = 12;

/** Whether an escape may begin with this code unit: `%`, `\`, `&`. */
export function beginsEscape(code: number): boolean {
  return code === 0x25 || code === 0x5c || code === 0x26;
}

/** Which escapings a text may hold. */
export function escapingsIn(text: string): readonly Escaping[] {
  return (['url', 'json', 'html'] as const).filter((escaping) => text.includes(signs[escaping]));
}

/** Reads the escape that begins at a place; `undefined` when none does. */
export function readEscape(text: string, at: number): EscapedCharacter | undefined {
  switch (text[at]) {
    case '%':
      return readPercent(text, at);
    case '\\':
      return readBackslash(text.slice(at, at + longestEscape));
    case '&':
      return readEntity(text.slice(at, at + longestEscape));
    default:
      return undefined;
  }
}

/** A text with the escapes of one kind read, and where each of its code units began in the original. */
export interface ReadText {
  readonly text: string;
  /** One more than the text has code units: the last is the original's end. */
  readonly origins: readonly number[];
}

/** Reads all escapes of one kind; `undefined` when there is none. */
export function readEscapes(text: string, escaping: Escaping): ReadText | undefined {
  const parts: string[] = [];
  const origins: number[] = [];
  let found = false;
  for (let at = 0; at < text.length; ) {
    const sign = text.charAt(at);
    const escape = sign === signs[escaping] ? readEscape(text, at) : undefined;
    found ||= escape !== undefined;
    const { meant, length } = escape ?? { meant: sign, length: 1 };
    parts.push(meant);
    for (let unit = 0; unit < meant.length; unit += 1) origins.push(at);
    at += length;
  }
  origins.push(text.length);
  return found ? { text: parts.join(''), origins } : undefined;
}

function readPercent(text: string, at: number): EscapedCharacter | undefined {
  const first = percentByte(text, at);
  if (first === undefined) return undefined;
  if (first < 0x80) return { meant: String.fromCharCode(first), length: 3 };
  const count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const bytes = [first];
  while (bytes.length < count) {
    const next = percentByte(text, at + 3 * bytes.length);
    if (next === undefined) return undefined;
    bytes.push(next);
  }
  const meant = Buffer.from(bytes).toString('utf8');
  return meant.includes('\ufffd') ? undefined : { meant, length: 3 * count };
}

function percentByte(text: string, at: number): number | undefined {
  const digits = text.slice(at + 1, at + 3);
  return text[at] === '%' && /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function readBackslash(text: string): EscapedCharacter | undefined {
  const sign = text.charAt(1);
  const digits = /^\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(text);
  if (digits !== null) {
    const meant = String.fromCharCode(Number.parseInt(digits[1] ?? digits[2] ?? '', 16));
    return { meant, length: digits[0].length };
  }
  const meant = controls[sign] ?? (/^["'`\\/]$/.test(sign) ? sign : undefined);
  return meant === undefined ? undefined : { meant, length: 2 };
}

function readEntity(text: string): EscapedCharacter | undefined {
  const found = /^&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|(amp|lt|gt|quot|apos));/i.exec(text);
  if (found === null) return undefined;
  const [{ length }, hex, decimal, name = ''] = found;
  const code = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
  if (Number.isNaN(code)) return { meant: entities[name.toLowerCase()] ?? '', length };
  return code > 0x10_ffff ? undefined : { meant: String.fromCodePoint(code), length };
}
