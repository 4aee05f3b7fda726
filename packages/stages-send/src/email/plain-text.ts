/** Parts of a page that are not text. */
const invisible = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(head|style|script|svg)\b[\s\S]*?<\/\1\s*>/gi;

const token = /<(\/?)([a-z][a-z0-9]*)\b([^>]*)>|([^<]+)/gi;

/** What stands for a boundary until the whole text is there; text itself never holds them. */
const CELL = '\u0000';
const LINE = '\u0001';
const PARAGRAPH = '\u0002';

const boundary = /[ \n]*[\u0001\u0002][ \n\u0001\u0002]*/g;

const paragraphs: ReadonlySet<string> = new Set(
  'p h1 h2 h3 h4 h5 h6 table ul ol section header footer main figure caption hr'.split(' '),
);
const lines: ReadonlySet<string> = new Set(['div', 'tr', 'figcaption']);

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/**
 * The text of one of our own pages, for readers that show no HTML: a line for each row, ` | ` between cells, an empty line
 * between paragraphs, `[…]` for a picture.
 */
export function toPlainText(html: string): string {
  let text = '';
  for (const [, slash, name = '', attributes = '', words] of html.replaceAll(invisible, '').matchAll(token)) {
    text += words === undefined ? breakFor(name.toLowerCase(), slash === '/', attributes) : decode(words);
  }
  return text
    .replaceAll(boundary, (run) => (run.includes(PARAGRAPH) ? '\n\n' : '\n'))
    .split('\n')
    .map(joinCells)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function breakFor(name: string, closing: boolean, attributes: string): string {
  if (name === 'td' || name === 'th') return closing ? CELL : '';
  if (name === 'li') return closing ? LINE : `${LINE}- `;
  if (name === 'img') return describeImage(attributes);
  if (name === 'br') return '\n';
  if (paragraphs.has(name)) return PARAGRAPH;
  return lines.has(name) ? LINE : '';
}

function describeImage(attributes: string): string {
  const alt = decode(/\salt="([^"]*)"/i.exec(attributes)?.[1] ?? '').trim();
  return alt === '' ? '' : `[${alt}]`;
}

function joinCells(line: string): string {
  return line
    .split(CELL)
    .map((cell) => cell.replaceAll(/ +/g, ' ').trim())
    .join(' | ')
    .replaceAll(/^(?: \| )+|(?: \| )+$/g, '')
    .trim();
}

/** White space in markup is one space, whatever it is made of. */
function decode(words: string): string {
  return words
    .replaceAll(/[\s\u0000-\u0002]+/g, ' ')
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
      if (typeof name === 'string') return named.get(name.toLowerCase()) ?? whole;
      const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
      return point > 31 && point <= 0x10_ffff ? String.fromCodePoint(point) : ' ';
    });
}
