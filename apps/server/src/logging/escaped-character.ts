/** A convention by which single characters of a text are spelled differently. */
export type Escaping = 'url' | 'form' | 'json' | 'html';

/** What stands at a place of a text when it is read as an escape: the characters meant, and how many were read. */
export interface EscapedCharacter {
  readonly escaping: Escaping;
  readonly meant: string;
  readonly length: number;
}

/** The escapes of a text. */
export interface Escapes {
  /** By the place where they begin; one may begin within another. */
  readonly at: readonly (EscapedCharacter | undefined)[];
  readonly kinds: ReadonlySet<Escaping>;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the escape at every place where one may begin; `undefined` when there is none. */
export function findEscapes(text: string): Escapes | undefined {
  if (!/[%+\\&]/.test(text)) return undefined;
  const kinds = new Set<Escaping>();
  const at: (EscapedCharacter | undefined)[] = [];
  for (let place = 0; place < text.length; place += 1) {
    const escape = readEscape(text, place);
    if (escape !== undefined) kinds.add(escape.escaping);
    at.push(escape);
  }
  return kinds.size === 0 ? undefined : { at, kinds };
}

function readEscape(text: string, at: number): EscapedCharacter | undefined {
  switch (text.charCodeAt(at)) {
    case 0x25: // %
      return readPercent(text, at);
    case 0x2b: // +
      return { escaping: 'form', meant: ' ', length: 1 };
    case 0x5c: // \
      return readBackslash(text, at);
    case 0x26: // &
      return readEntity(text, at);
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

/** Reads all escapes of one kind. */
export function readEscapes(text: string, escapes: Escapes, escaping: Escaping): ReadText {
  const parts: string[] = [];
  const origins: number[] = [];
  for (let at = 0; at < text.length; ) {
    const escape = escapes.at[at];
    const { meant, length } = escape?.escaping === escaping ? escape : { meant: text.charAt(at), length: 1 };
    parts.push(meant);
    for (let unit = 0; unit < meant.length; unit += 1) origins.push(at);
    at += length;
  }
  origins.push(text.length);
  return { text: parts.join(''), origins };
}

function readPercent(text: string, at: number): EscapedCharacter | undefined {
  const first = percentByte(text, at);
  if (first === undefined) return undefined;
  if (first < 0x80) return { escaping: 'url', meant: String.fromCharCode(first), length: 3 };
  const count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const bytes = [first];
  while (bytes.length < count) {
    const next = percentByte(text, at + 3 * bytes.length);
    if (next === undefined) return undefined;
    bytes.push(next);
  }
  const meant = Buffer.from(bytes).toString('utf8');
  return meant.includes('\ufffd') ? undefined : { escaping: 'url', meant, length: 3 * count };
}

function percentByte(text: string, at: number): number | undefined {
  return text[at] === '%' ? hexadecimal(text, at + 1, 2) : undefined;
}

function readBackslash(text: string, at: number): EscapedCharacter | undefined {
  const sign = text.charAt(at + 1);
  const digits = sign === 'u' ? 4 : 2;
  if (sign === 'u' || sign === 'x') {
    const code = hexadecimal(text, at + 2, digits);
    return code === undefined ? undefined : json(String.fromCharCode(code), 2 + digits);
  }
  const place = 'bfnrtv0"\'`\\/'.indexOf(sign);
  return sign === '' || place < 0 ? undefined : json('\b\f\n\r\t\v\0"\'`\\/'.charAt(place), 2);
}

function json(meant: string, length: number): EscapedCharacter {
  return { escaping: 'json', meant, length };
}

function readEntity(text: string, at: number): EscapedCharacter | undefined {
  // Some leading zeros are usual in none and allowed in all.
  const end = text.slice(at, at + 12).indexOf(';');
  if (end < 0) return undefined;
  const name = text.slice(at + 1, at + end).toLowerCase();
  const meant = /^#(?:x[0-9a-f]+|\d+)$/.test(name) ? characterOf(name.slice(1)) : entities[name];
  return meant === undefined ? undefined : { escaping: 'html', meant, length: end + 1 };
}

function characterOf(number: string): string | undefined {
  const code = Number(number.startsWith('x') ? `0${number}` : number);
  return code > 0x10_ffff ? undefined : String.fromCodePoint(code);
}

function hexadecimal(text: string, start: number, count: number): number | undefined {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = digitOf(text.charCodeAt(at));
    if (digit === undefined) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}
