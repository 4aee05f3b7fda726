import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toPlainText } from '../../src/email/plain-text.ts';

describe('toPlainText', () => {
  it('makes lines of headings, cards, tables, pictures and lists', () => {
    const html = `<!doctype html><html><head><title>Hidden</title><style>p { color: red }</style></head><body>
      <table role="presentation"><tr><td><h1>Weekly   brief</h1><p class="meta">Data to 2020-12-31<br>Version 1</p></td></tr></table>
      <!-- no one reads this -->
      <table><tr><td>SPY, last close</td></tr><tr><td>371.20</td></tr></table>
      <img alt="SPY, 60 days" src="data:image/png;base64,AAAA"><svg><text>axis</text></svg>
      <table><caption>The week</caption><tr><th>Symbol</th><th>Close</th></tr>
      <tr><td>NRTH</td><td>12.50</td></tr><tr><td>TIDE</td><td></td></tr></table>
      <ul><li>One</li><li>Two</li></ul></body></html>`;
    expect(toPlainText(html)).toBe(
      'Weekly brief\n\nData to 2020-12-31\nVersion 1\n\nSPY, last close\n371.20\n\n[SPY, 60 days]\n\n' +
        'The week\n\nSymbol | Close\nNRTH | 12.50\nTIDE\n\n- One\n- Two',
    );
  });

  it.each([
    ['a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27; &apos;e&nbsp;f', `a <b> &amp; "c" 'd' 'e f`],
    ['&lt;script&gt;', '<script>'],
    ['&unknown; &#0; &#99999999; &', '&unknown;   &#99999999; &'.replaceAll(/ +/g, ' ')],
    ['株式 🙂 <bdi>שלום</bdi>', '株式 🙂 שלום'],
    ['<img src="x">', ''],
    ['', ''],
  ])('reads %j', (html, text) => {
    expect(toPlainText(html)).toBe(text);
  });

  it('gives back any escaped text', () => {
    const escape = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const expected = text.replaceAll(/[\s\u0000-\u0002]+/g, ' ').trim();
        expect(toPlainText(`<p>${escape(text)}</p>`)).toBe(expected);
      }),
    );
  });

  it('reads a long page at once', () => {
    const row = '<tr><td>NRTH</td><td>12.50</td></tr>';
    const started = performance.now();
    toPlainText(`<table>${row.repeat(10_000)}</table>`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
