import { randomBytes } from 'node:crypto';
import type { IdSource } from '@daybook/kernel';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ids of 26 characters (Crockford's base 32): ten that grow with time, then 80 random bits, as in a ULID. */
export function createRandomIds(nowMs: () => number): IdSource {
  return {
    next() {
      let time = nowMs();
      let head = '';
      for (let position = 0; position < 10; position += 1) {
        head = alphabet.charAt(time % 32) + head;
        time = Math.floor(time / 32);
      }
      const tail = Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % 32)).join('');
      return head + tail;
    },
  };
}
