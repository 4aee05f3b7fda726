import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCsvRecords } from '../../src/file/csv-records.ts';

const parse = (text: string) => parseCsvRecords(text, 'prices.csv');

describe('parseCsvRecords', () => {
  it('reads each line under the names of the header', () => {
    expect(parse('date,close\n2024-01-02,1.50\n2024-01-03,\n')).toEqual([
      { date: '2024-01-02', close: '1.50' },
      { date: '2024-01-03', close: '' },
    ]);
  });

  it.each([
    ['semicolons', 'a;b\n1,5;2\n'],
    ['tabs', 'a\tb\n1,5\t2\n'],
    ['quotes', '"a","b"\n"1,5","2"\n'],
    ['carriage returns', 'a;b\r\n1,5;2\r\n'],
    ['mixed line ends', 'a;b\n1,5;2\r\n'],
    ['empty lines', '\na;b\n\n1,5;2\n\n'],
    ['a delimiter inside a quoted name', '"a";"b"\n"1,5";2'],
  ])('reads %s', (_, text) => {
    expect(parse(text)).toEqual([{ a: '1,5', b: '2' }]);
  });

  it('reads a single column', () => {
    expect(parse('symbol\nSPY\nQQQ\n')).toEqual([{ symbol: 'SPY' }, { symbol: 'QQQ' }]);
  });

  it('keeps line breaks and quotes inside quoted fields', () => {
    expect(parse('name,note\n"He said ""no""","two\nlines"\n')).toEqual([
      { name: 'He said "no"', note: 'two\nlines' },
    ]);
  });

  it('has no records under a header alone', () => {
    expect(parse('date,close\n')).toEqual([]);
  });

  it.each([
    ['', 'has no header line'],
    ['a,b,a\n1,2,3\n', 'names the column "a" twice'],
    ['a,,c\n1,2,3\n', 'has no name for column 2'],
    ['a,b\n1,2\n1,2,3\n4,5\n', 'has 3 fields in line 3'],
    ['a,b\n1,2\n1\n', 'has 1 fields in line 3'],
    ['a,b\n1,"2\n3,4\n', 'opens a quote that never closes'],
    ['a,b\n1,2"3\n', 'has a stray quote in line 2'],
    ['__proto__,b\n1,2\n', 'has a column named "__proto__"'],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: 'transform.payload-invalid',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('keeps the text of every field, whatever it is', () => {
    const field = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), (lines) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `a,b\n${lines.map(([a, b]) => `${quote(a)},${quote(b)}`).join('\n')}`;
        expect(parse(text)).toEqual(lines.map(([a, b]) => ({ a, b })));
      }),
    );
  });
});
