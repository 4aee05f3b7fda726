import { visibleText } from './outside-data.ts';

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly label: string | undefined }
  | { readonly kind: 'close'; readonly name: string };

/** Elements whose content nobody reads. */
const hidden = new Set(['head', 'style', 'script', 'svg', 'template', 'noscript']);
const inline = new Set(['span', 'time', 'code', 'bdi', 'b', 'i', 'em', 'strong', 'a', 'small', 'sub', 'sup']);

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** A blank line between parts of the page; white space in the page itself never gives one. */
const gap = '\n\f\n';

/** The words of a report's page, a table row a line; a picture is told by its label in brackets. */
export function htmlToText(html: string): string {
  const lines = Array.from(readTokens(html), writeToken)
    .join('')
    .split('\n')
    .map((line) => (line.includes('\f') ? gap : tidyLine(line)))
    .filter((line) => line !== '');
  const kept = lines.filter((line, index) => line !== gap || lines[index - 1] !== gap);
  return kept
    .map((line) => (line === gap ? '' : line))
    .join('\n')
    .trim();
}

function tidyLine(line: string): string {
  return visibleText(line)
    .replaceAll(/\s+/g, ' ')
    .replace(/^ ?(?:\| )?/, '')
    .trimEnd();
}

function writeToken(token: Token): string {
  switch (token.kind) {
    case 'text':
      return decodeEntities(token.text.replaceAll(/\s+/g, ' '));
    case 'open':
      return `${gapBefore(token.name)}${token.label === undefined ? '' : `[${token.label}] `}`;
    case 'close':
      return token.name === 'td' || token.name === 'th' || inline.has(token.name) ? ' ' : '\n';
  }
}

function gapBefore(name: string): string {
  if (name === 'td' || name === 'th') return '| ';
  if (name === 'section' || name === 'table') return gap;
  return inline.has(name) ? '' : '\n';
}

/** Walks once over the page; what is not closed ends it. */
function* readTokens(html: string): Generator<Token> {
  let position = 0;
  while (position < html.length) {
    const start = html.indexOf('<', position);
    const textEnd = start === -1 ? html.length : start;
    if (textEnd > position) yield { kind: 'text', text: html.slice(position, textEnd) };
    if (start === -1) return;
    const end = html.startsWith('<!--', start) ? findAfter(html, '-->', start) : findTagEnd(html, start);
    if (end === -1) return;
    const tag = readTag(html.slice(start, end));
    if (tag !== undefined) yield tag;
    position = tag?.kind === 'open' && hidden.has(tag.name) ? findClose(html, tag.name, end) : end;
  }
}

function findAfter(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

/** Where a tag ends; a ">" between quotes doesn't end it. */
function findTagEnd(html: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return -1;
}

function findClose(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = from;
  return close.exec(html) === null ? html.length : close.lastIndex;
}

function readTag(tag: string): Token | undefined {
  const [, slash, name] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(tag) ?? [];
  if (name === undefined) return undefined;
  if (slash === '/') return { kind: 'close', name: name.toLowerCase() };
  const label = / role="img"/.test(tag) ? / aria-label="([^"]*)"/.exec(tag)?.[1] : undefined;
  return {
    kind: 'open',
    name: name.toLowerCase(),
    label: label === undefined || label === '' ? undefined : decodeEntities(label),
  };
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, ten, sixteen, name) => {
    if (typeof name === 'string') return entities.get(name.toLowerCase()) ?? whole;
    const code = typeof ten === 'string' ? Number.parseInt(ten, 10) : Number.parseInt(String(sixteen), 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
