import { describe, expect, it } from '@jest/globals';
import { addDecimals, canonicalJson, decimal, divideDecimals, sha256 } from '@daybook/kernel';

describe('the example of the README', () => {
  it('gives what the README says', () => {
    const total = addDecimals(decimal('0.10'), decimal('0.2'));
    const share = divideDecimals(total, decimal('7'), 4);
    const document = canonicalJson({ total, share: share ?? null });
    const hash = sha256(document);
    expect(document).toBe('{"share":"0.0429","total":"0.3"}');
    expect(hash).toHaveLength(64);
  });
});
