import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { htmlToText } from '../src/html-text.ts';

describe('htmlToText', () => {
  it('writes a table as lines of cells', () => {
    const table =
      '<table><caption>Week</caption><thead>\n<tr><th scope="col">Symbol</th><th>Close</th></tr></thead><tbody>\n<tr><td>NRTH</td><td class="n">1.5</td></tr></tbody></table>';
    expect(
      htmlToText(table)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(['Week', 'Symbol | Close', 'NRTH | 1.5']);
  });

  it('tells a picture by its label', () => {
    const plot = '<div class="plot" role="img" aria-label="Closes &gt; 1"><svg><text>9</text></svg></div>';
    expect(htmlToText(`<h2>Chart</h2>${plot}`)).toBe('Chart\n[Closes > 1]');
  });

  it('leaves out style sheets, scripts and comments', () => {
    const page =
      '<head><title>T</title></head><style>p{}</style><script>go()</script><!-- <p>no</p> --><p>yes</p>';
    expect(htmlToText(page)).toBe('yes');
  });

  it('decodes entities once', () => {
    expect(htmlToText('<p>A &amp;lt; B &#39;C&#39; &#x1F600; &unknown;</p>')).toBe(
      "A &lt; B 'C' 😀 &unknown;",
    );
  });

  it('takes out characters that nobody sees', () => {
    expect(htmlToText('<p>pay\u202e\u200bload \u{e0041}\u{e0042}&#x202e;end</p>')).toBe('payload end');
  });

  it('ends any text without a mistake', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      '<!--',
      '-->',
      '<svg',
      '</svg>',
      'word',
      '&#',
      ';',
      '/',
      '<td a="',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const page = parts.join('');
        const text = htmlToText(page);
        return text.length <= page.length * 2 && text === text.trim();
      }),
    );
  });
});
