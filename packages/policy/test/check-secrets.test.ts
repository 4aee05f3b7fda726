import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '@daybook/kernel';
import { checkSecrets } from '../src/check-secrets.ts';

const pointersOf = (document: JsonValue) => checkSecrets(document).map(({ pointer }) => pointer);
// Put together here, so that no scanner takes them for real ones.
const key = (...parts: readonly string[]): string => parts.join('');

describe('checkSecrets', () => {
  it.each([
    ['a bearer token', key('Bearer ', 'abcdef0123456789abcdef')],
    ['a private key', key('-----BEGIN ', 'RSA PRIVATE KEY-----\nMIIE')],
    ['an API key', key('sk-', 'live-0123456789abcdefghij')],
    ['an access key', key('AKIA', 'IOSFODNN7EXAMPLE')],
    ['an access token', key('ghp_', '0123456789abcdefghijklmnopqrstuvwxyz')],
    ['a fine-grained token', key('github_', 'pat_', '11ABCDEFG0aBcDeFgHiJkL')],
    ['a signed token', key('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.abc')],
    ['a key in an address', 'https://api.example.test/v1?symbol=A&api_key=0123456789'],
    ['a password in an address', 'smtp://user:hunter22@mail.example.test'],
  ])('finds %s without repeating it', (_, secret) => {
    const issues = checkSecrets({ steps: [{ params: { note: secret } }] });
    expect(issues).toEqual([
      expect.objectContaining({ pointer: '/steps/0/params/note', code: 'policy.secret' }),
    ]);
    expect(JSON.stringify(issues)).not.toContain(secret.slice(-12));
  });

  it('finds what its name gives away, and secrets as keys', () => {
    expect(pointersOf({ variables: { fred_api_key: 'abcdef123', api_key: 'short' } })).toEqual([
      '/variables/fred_api_key',
    ]);
    expect(pointersOf({ variables: { [key('sk-', 'live-0123456789abcdefghij')]: 1 } })).toEqual([
      '/variables',
    ]);
  });

  it('looks at long texts in no more than linear time', () => {
    // Each of these once took seconds or minutes: quadratic patterns.
    for (const unit of ['a.', 'eyJa.', 'sk-', 'Bearer ', 'a://', '?token=', '-----BEGIN ', 'x:y@']) {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      expect(checkSecrets({ a: `${text}://` }).length).toBeLessThanOrEqual(1);
    }
  });

  it('leaves ordinary text alone', () => {
    const sql = "SELECT symbol, 'Bearer of news' AS token FROM ohlcv WHERE symbol = 'SPY'";
    expect(
      pointersOf({
        description: 'The secret of compounding. Basic figures, no password.',
        sql,
        to: 'me@example.org',
      }),
    ).toEqual([]);
  });
});
