/** Ways in which programs write a text into another one. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  encodeURIComponent: encodeURIComponent,
  'encodeURIComponent in lower case': (text) => lowerEscapes(encodeURIComponent(text)),
  encodeURI: encodeURI,
  'form data': (text) => new URLSearchParams({ x: text }).toString().slice(2),
  'every byte for a URL': (text) =>
    bytesOf(text)
      .map((byte) => `%${hex(byte).toUpperCase()}`)
      .join(''),
  'every byte for a URL in lower case': (text) =>
    bytesOf(text)
      .map((byte) => `%${hex(byte)}`)
      .join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 without padding': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'base64 after one byte': (text) => Buffer.from(`:${text}`).toString('base64'),
  'base64 after two bytes': (text) => Buffer.from(`u:${text}\n`).toString('base64'),
  'base64 within a login': (text) => Buffer.from(`\0me@example.org\0${text}`).toString('base64url'),
  'base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'bytes as Node shows them': (text) => bytesOf(text).map(hex).join(' '),
  'bytes in JSON': (text) => JSON.stringify(Buffer.from(text)),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON in ASCII': (text) => asciiJson(text),
  'JSON in ASCII in upper case': (text) => asciiJson(text, (digits) => digits.toUpperCase()),
  'JSON with slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'JSON in JSON in JSON': (text) => JSON.stringify(JSON.stringify(JSON.stringify(text))),
  HTML: escapeHtml,
  'HTML with numbers': (text) => Array.from(text, (sign) => `&#${sign.codePointAt(0)};`).join(''),
  'HTML with hexadecimal numbers': (text) =>
    Array.from(text, (sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join(''),
  'JSON in a URL': (text) => encodeURIComponent(JSON.stringify(text)),
  'a URL in HTML': (text) => escapeHtml(encodeURI(text)),
  'JSON in HTML': (text) => escapeHtml(JSON.stringify(text)),
  'URL in a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
};

function lowerEscapes(text: string): string {
  return text.replace(/%../g, (escape) => escape.toLowerCase());
}

function asciiJson(text: string, spelled = (digits: string) => digits): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\u0020-\u007e]/g, (unit) => {
      return `\\u${spelled(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
    });
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

function bytesOf(text: string): number[] {
  return [...Buffer.from(text)];
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
