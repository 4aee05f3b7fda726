import { describe, expect, it } from '@jest/globals';
import { decodeText } from '../src/payload-text.ts';

describe('decodeText', () => {
  it('reads UTF-8, with or without a byte order mark', () => {
    expect(decodeText(Buffer.from('Straße 東京 🙂'), 'a.csv')).toBe('Straße 東京 🙂');
    expect(decodeText(Buffer.from('\uFEFFdate,close'), 'a.csv')).toBe('date,close');
  });

  it.each([
    [
      'a Latin-1 letter',
      Buffer.concat([Buffer.from('date\n2024\nStra'), Buffer.of(0xdf, 0x65), Buffer.from('\nx')]),
      3,
      14,
    ],
    ['the very first byte', Buffer.of(0xff, 0xfe, 0x41, 0x00), 1, 0],
    ['a character that is cut off', Buffer.concat([Buffer.from('ab\n'), Buffer.of(0xe6, 0x9d)]), 2, 3],
  ])('names the place of %s', (_, bytes, line, offset) => {
    expect(() => decodeText(bytes, 'a.csv')).toThrow(
      expect.objectContaining({
        code: 'transform.payload-invalid',
        message: expect.stringContaining(
          `line ${line} holds an invalid byte (byte ${offset} of the payload)`,
        ),
      }),
    );
  });

  it('takes NUL characters for UTF-16', () => {
    expect(() => decodeText(Buffer.from('date', 'utf16le'), 'a.csv')).toThrow('as UTF-16 text does');
  });
});
