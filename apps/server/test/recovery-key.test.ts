import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkGroupOf, parseRecoveryKey, toRecoveryKey } from '../src/recovery-key.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a recovery key', () => {
  it('is sixteen groups and one more that follows from them', () => {
    const text = toRecoveryKey(new Uint8Array(32).fill(0x5a));
    expect(text).toMatch(/^(5a5a-){16}[0-9a-f]{4}$/);
    expect(text.endsWith(checkGroupOf(text))).toBe(true);
  });

  it('gives the key again, however it is spaced', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const text = toRecoveryKey(key);
        for (const typed of [text, text.toUpperCase(), text.replaceAll('-', ' '), text.replaceAll('-', '')]) {
          expect(Buffer.from(parseRecoveryKey(typed, 'It')).equals(Buffer.from(key))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the key of its 64 digits alone', () => {
    expect(Buffer.from(parseRecoveryKey('ab'.repeat(32), 'It')).toString('hex')).toBe('ab'.repeat(32));
  });

  it('tells of a slip without repeating it', () => {
    const text = toRecoveryKey(new Uint8Array(32).fill(0x5a));
    const slip = text.replace('5a5a', '5b5a');
    for (const typed of [slip, text.slice(0, -1), `${text}0`, 'zz'.repeat(32), '']) {
      expect(() => parseRecoveryKey(typed, 'It')).toThrow(expect.objectContaining({ code: 'usage.invalid' }));
    }
    expect(() => parseRecoveryKey(slip, 'It')).toThrow(expect.not.stringContaining('5a5a'));
  });
});
