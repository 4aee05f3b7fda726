import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor, type Redactor, redactedMark } from '../../src/logging/redact.ts';
import { createSecretRegistry } from '../../src/logging/secret-registry.ts';
import { encodings } from './encodings.ts';

function redactorOf(...secrets: readonly (string | Uint8Array)[]): Redactor {
  const registry = createSecretRegistry();
  for (const secret of secrets) registry.add(secret);
  return createRedactor(registry);
}

/** With all that encodings treat specially, and with characters of one to four bytes. */
const secretText = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'aZ09%+&"\\/<>\'=;:@ _-#{}5u'.split('')),
      fc.constantFrom('é', 'ß', 'č', '鍵', '密', '🔑', 'مفتاح', '\n', '\u2028'),
    ),
    minLength: 6,
    maxLength: 40,
  })
  .filter((text) => text.trim().length >= 6 && !redactedMark.includes(text));

const prose = fc.string({ unit: 'grapheme', maxLength: 60 });

/** Of any code points, surrogates without their other half too. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10_ffff })), {
    maxLength: 300,
  })
  .map((codes) => String.fromCodePoint(...codes));

describe('createRedactor', () => {
  it.each(Object.keys(encodings))('takes secrets out that are written as: %s', (name) => {
    const encode = encodings[name] ?? String;
    fc.assert(
      fc.property(secretText, prose, prose, (secret, before, after) => {
        const text = redactorOf('another one', secret).text(`${before} ${encode(secret)} ${after}`);
        // What is around it is not touched, but for what the encoding put there itself.
        expect([text.slice(0, before.length), text.slice(text.length - after.length)]).toEqual([
          before,
          after,
        ]);
        const rest = text.slice(before.length + 1, text.length - after.length - 1);
        expect(rest).toContain(redactedMark);
        // Padding of base64 may stay.
        expect(rest.length - redactedMark.length).toBeLessThanOrEqual(encode('').length + '%3D%3D'.length);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['key\\\\word\\\\', 'keyword\\', 'keyword\\\\\\\\'])(
    'leaves no backslash of %s, which ends with some, in JSON in JSON in JSON',
    (secret) => {
      const written = (text: string) => JSON.stringify(JSON.stringify(JSON.stringify(text)));
      expect(redactorOf(secret).text(`at ${written(secret)} end`)).toBe(`at ${written(redactedMark)} end`);
    },
  );

  it('takes secrets out that stand directly beside other text', () => {
    fc.assert(
      fc.property(secretText, prose, prose, (secret, before, after) => {
        expect(redactorOf(secret).text(before + secret + after)).not.toContain(secret);
      }),
      { numRuns: 200 },
    );
  });

  it('finds each of 25 secrets in each encoding', () => {
    const secrets = Array.from({ length: 25 }, () => randomBytes(18).toString('base64'));
    const redactor = redactorOf(...secrets);
    for (const secret of secrets) {
      for (const encode of Object.values(encodings)) {
        expect(redactor.text(`x=${encode(secret)}`)).toMatch(/^x=.{0,60}\[redacted\].{0,60}$/);
        expect(redactor.text(`x=${encode(secret)}`)).not.toContain(encode(secret));
      }
    }
  });

  it('leaves no readable rest of a secret within longer base64', () => {
    const secret = 'correct-horse-battery';
    for (const user of ['', 'a', 'ab', 'abc']) {
      const header = Buffer.from(`${user}:${secret}:end`).toString('base64');
      const rest = redactorOf(secret).text(header).replace(redactedMark, '');
      expect(rest.length).toBeLessThan(header.length - (secret.length * 4) / 3 + 1);
    }
  });

  it('takes the bytes of a key out', () => {
    const key = new Uint8Array(randomBytes(32));
    const redactor = redactorOf(key);
    const bytes = Buffer.from(key);
    const spellings = [
      bytes.toString('hex'),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex').toUpperCase(),
      bytes.toString('hex').replace(/..(?=.)/g, '$&:'),
      JSON.stringify(bytes),
    ];
    for (const spelling of spellings) expect(redactor.text(`key ${spelling}.`)).toContain(redactedMark);
  });

  it('leaves innocent text as it is', () => {
    const redactor = redactorOf('a long secret', '0123456789abcdef', 'p4ss', randomBytes(32));
    fc.assert(
      fc.property(anyText, (text) => redactor.text(text) === text),
      { numRuns: 300 },
    );
    const texts = [
      'dbk_ is what tokens begin with; 100 % of \\n, %20 and &amp; stay.',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301 '.repeat(5),
      randomBytes(3000).toString('base64'),
      'Ελληνικά, עברית, العربية, 日本語, 👩‍👩‍👧‍👦 e\u0301',
    ];
    for (const text of texts) expect(redactor.text(text)).toBe(text);
  });

  it('finds a short secret as a whole token only', () => {
    const redactor = redactorOf('pin1', '$x(');
    expect(redactor.text('key=pin1&x, "pin1"; pin1')).toBe('key=[redacted]&x, "[redacted]"; [redacted]');
    expect(redactor.text('pin12 spin1 pin1_ épin1 cGluMQ==')).toBe('pin12 spin1 pin1_ épin1 cGluMQ==');
    expect(redactor.text('a $x( b')).toBe('a [redacted] b');
  });

  it('ignores blank secrets', () => {
    expect(redactorOf('', '  ', '\n\n\n\n\n\n\n\n').text('a        b\n\n\n\n\n\n\n\n\n')).toBe(
      'a        b\n\n\n\n\n\n\n\n\n',
    );
  });

  it('knows the tokens of Daybook by their shape', () => {
    const redactor = redactorOf();
    for (let round = 0; round < 20; round += 1) {
      const token = `dbk_${randomBytes(32).toString('base64url')}`;
      for (const [name, encode] of Object.entries(encodings)) {
        // Bytes as numbers have no shape that anything else couldn't have.
        if (name.startsWith('bytes ')) continue;
        expect(redactor.text(`see ${encode(token)}`)).toContain(redactedMark);
      }
      expect(redactor.text(`/sign-in?code=${token}&x=1`)).toBe('/sign-in?code=[redacted]&x=1');
    }
  });

  it('finds a secret from the moment on that it is added', () => {
    const registry = createSecretRegistry();
    const redactor = createRedactor(registry);
    expect(redactor.text('new-password')).toBe('new-password');
    registry.add('new-password');
    expect(redactor.text('new-password')).toBe(redactedMark);
  });

  it('covers secrets that overlap or contain each other', () => {
    const redactor = redactorOf('abcdefgh', 'efghijkl', 'abcdef');
    expect(redactor.text('1abcdefghijkl2')).toBe('1[redacted]2');
    expect(redactor.text('1abcdef2')).toBe('1[redacted]2');
    expect(redactor.text('1abcdefabcdef2')).toBe('1[redacted][redacted]2');
  });

  it('finds a secret in the other normal form', () => {
    expect(redactorOf('clé-secrète').text('clé-secrète'.normalize('NFD'))).toBe(redactedMark);
  });

  it('takes fields out by their name, whatever they hold', () => {
    const fields = {
      password: 'x',
      smtp_password: null,
      apiKey: 5,
      key: { a: 1 },
      'Set-Cookie': ['a=b'],
      nested: [{ Authorization: 'Basic eDp5', token: true }],
      DAYBOOK_FMP_API_KEY: '1',
      entity_key: 'AAPL',
      token_id: 't1',
      keys: 3,
      password_set: true,
    };
    expect(redactorOf().fields(fields)).toEqual({
      password: redactedMark,
      smtp_password: redactedMark,
      apiKey: redactedMark,
      key: redactedMark,
      'Set-Cookie': redactedMark,
      nested: [{ Authorization: redactedMark, token: redactedMark }],
      DAYBOOK_FMP_API_KEY: redactedMark,
      entity_key: 'AAPL',
      token_id: 't1',
      keys: 3,
      password_set: true,
    });
  });

  it('looks into names, numbers and everything below', () => {
    const redactor = redactorOf('hunter22', '12345678');
    expect(
      redactor.fields({ a: [{ 'x hunter22': 12345678, pi: 3.14, none: null }], b: 'is hunter22!' }),
    ).toEqual({
      a: [{ 'x [redacted]': redactedMark, pi: 3.14, none: null }],
      b: 'is [redacted]!',
    });
  });

  it('survives fields that are no JSON', () => {
    const circle: Record<string, unknown> = { ten: 10n, nan: Number.NaN, left: undefined };
    for (let index = 0; index < 5; index += 1) circle[`me${index}`] = circle;
    const fields = redactorOf('hunter22').fields({ circle, error: new Error('no hunter22') } as never);
    expect(JSON.stringify(fields)).toContain('"ten":"10","nan":"NaN"');
    expect(fields['error']).toContain('Error: no [redacted]');
  });

  it('takes its time from nobody', () => {
    const secrets = Array.from({ length: 25 }, () => randomBytes(24).toString('base64'));
    const redactor = redactorOf(...secrets);
    const sentence =
      'Step "prices" failed: the provider answered 429, too many requests; attempt 2 of 3 in 30 s. ';
    const line = sentence.repeat(3).slice(0, 200);
    const milliseconds = Array.from({ length: 8 }, () => {
      const before = process.cpuUsage();
      for (let count = 0; count < 1000; count += 1) redactor.text(`${count}${line}`);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    // The first rounds are slower, until the code is compiled.
    expect(Math.min(...milliseconds)).toBeLessThan(50);
  });

  it('reads a long row of escapes in bounded time', () => {
    const redactor = redactorOf(`${'\\'.repeat(12)}end`, '%25%25%25%25x');
    const before = process.cpuUsage();
    redactor.text('\\'.repeat(2000));
    redactor.text('%25'.repeat(1000));
    redactor.text('&amp;'.repeat(1000));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000);
  });
});
