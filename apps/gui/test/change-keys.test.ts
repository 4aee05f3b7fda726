import { describe, expect, it } from '@jest/globals';
import { createChangeKeys } from '../src/api/change-keys.ts';

function makeKeys() {
  let count = 0;
  return createChangeKeys(() => `key ${(count += 1)}`);
}

describe('createChangeKeys', () => {
  it('gives the same change the same key until it is settled', () => {
    const keys = makeKeys();
    const first = keys.keyFor({ hash: 'a' });
    expect(keys.keyFor({ hash: 'a' })).toBe(first);
    keys.settle({ hash: 'a' });
    expect(keys.keyFor({ hash: 'a' })).not.toBe(first);
  });

  it('never gives one key to two contents', () => {
    const keys = makeKeys();
    expect(keys.keyFor({ hash: 'a' })).not.toBe(keys.keyFor({ hash: 'b' }));
  });
});
