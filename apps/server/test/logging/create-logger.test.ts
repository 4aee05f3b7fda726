import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createConsoleSink, createLogger } from '../../src/logging/create-logger.ts';
import { cutText } from '../../src/logging/cut-text.ts';
import { withLogContext } from '../../src/logging/log-context.ts';
import type { LogEntry } from '../../src/logging/log-entry.ts';
import { createRedactor } from '../../src/logging/redact.ts';
import { createSecretRegistry } from '../../src/logging/secret-registry.ts';

const secret = 'correct horse';

function opened() {
  const entries: LogEntry[] = [];
  const lines: string[] = [];
  const secrets = createSecretRegistry();
  secrets.add(secret);
  const log = createLogger(createRedactor(secrets), [
    { lowest: 'debug', write: (entry) => entries.push(entry) },
    createConsoleSink((line) => lines.push(line), 'warn'),
  ]);
  return { log, entries, lines };
}

describe('createLogger', () => {
  it('gives every sink what its level lets through', () => {
    const { log, entries, lines } = opened();
    log.debug('a');
    log.info('b');
    log.warn(`c ${secret}`, { d: secret });
    log.error('e');
    expect(entries.map(({ message }) => message)).toEqual(['a', 'b', 'c [redacted]', 'e']);
    expect(lines).toEqual(['warn: c [redacted] {"d":"[redacted]"}', 'error: e']);
  });

  it('never throws, whatever it is given and wherever it writes', () => {
    const entries: LogEntry[] = [];
    const failing = () => {
      throw new Error('no');
    };
    const log = createLogger(createRedactor(createSecretRegistry()), [
      { lowest: 'debug', write: failing },
      { lowest: 'debug', write: (entry) => entries.push(entry) },
    ]);
    const broken = Object.defineProperty({}, 'x', { get: failing, enumerable: true });
    log.info('one', broken);
    log.info('two', { nothing: undefined } as never);
    log.info(undefined as never);
    expect(entries).toMatchObject([
      { message: 'one', fields: { fields: '[unreadable]' } },
      { message: 'two', fields: {} },
      { message: 'undefined' },
    ]);
  });

  it('cuts what is too long, and says how much is missing', () => {
    const { log, entries } = opened();
    log.info(`${'é'.repeat(5000)}`, { stack: '鍵'.repeat(4000) });
    expect(entries[0]?.message).toBe(`${'é'.repeat(4000)}… [cut: 2000 more bytes]`);
    expect(entries[0]?.fields).toEqual({ stack: `${'鍵'.repeat(2666)}… [cut: 4002 more bytes]` });
  });

  it('makes one text of fields that are too many', () => {
    const { log, entries } = opened();
    log.info('x', { rows: Array.from({ length: 9000 }, (_, index) => index) });
    const fields = entries[0]?.fields;
    expect(fields).toEqual({ fields: expect.stringMatching(/^\{"rows":\[0,1,.*… \[cut: \d+ more bytes\]$/) });
    expect(JSON.stringify(fields).length).toBeLessThan(9000);
  });

  it('leaves no half of a secret where it cuts', () => {
    const { log, entries } = opened();
    for (let place = 7980; place < 8010; place += 1) log.info('x'.repeat(place) + secret.repeat(3));
    for (let place = 0; place < 30; place += 1) log.info('x'.repeat(place) + secret.repeat(5000));
    for (const { message } of entries) {
      expect(message).not.toMatch(/corr|hors/);
      expect(message).toMatch(/more bytes\]$|\[redacted\]$/);
    }
  });

  it('knows where a line was written, also after waiting', async () => {
    const { log, entries } = opened();
    const work = (step: string) =>
      withLogContext({ run_id: 'r1', step_id: step }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.info(step);
      });
    await withLogContext({ request_id: 'q1', run_id: 'r0' }, () => Promise.all([work('s1'), work('s2')]));
    log.info('outside');
    expect(entries.map(({ context }) => context)).toEqual([
      { request_id: 'q1', run_id: 'r1', step_id: 's1' },
      { request_id: 'q1', run_id: 'r1', step_id: 's2' },
      {},
    ]);
  });

  it('puts one line on the console a call, without control characters', () => {
    const { log, lines } = opened();
    log.warn('a\nerror: forged\u001b[2J\u009b\u2028', { b: 'c\u202e\n' });
    expect(lines).toEqual(['warn: a\\u000aerror: forged\\u001b[2J\\u009b\\u2028 {"b":"c\\u202e\\n"}']);
  });

  it('writes whole characters of every script to a narrow console', () => {
    const text = `${'Zürich עברית العربية 日本語 👩‍👩‍👧‍👦 '.repeat(10)}end`;
    const module = new URL('../../dist/console-logger.js', import.meta.url).href;
    const program = `import { createConsoleLogger } from ${JSON.stringify(module)};
      createConsoleLogger((line) => process.stdout.write(line + '\\n'), 'info').info(${JSON.stringify(text)});`;
    const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', LANG: 'C', COLUMNS: '20', TERM: 'dumb' };
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { env });
    expect(output.toString('utf8')).toBe(`info: ${text}\n`);
  });
});

describe('cutText', () => {
  it('gives valid text of at most so many bytes, and tells the rest', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '鍵', '🔑', '\u05d0', '\ud800'), maxLength: 60 }),
        fc.integer({ min: 0, max: 120 }),
        (text, limit) => {
          const size = Buffer.byteLength(text);
          const [kept = '', rest] = cutText(text, limit).split('… [cut: ');
          expect(text.startsWith(kept)).toBe(true);
          // Cut within a character, it would end with half of one that the original has whole.
          expect(isHalved(text, kept.length)).toBe(false);
          expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(limit);
          const missing = size <= limit ? undefined : `${size - Buffer.byteLength(kept)} more bytes]`;
          expect(rest).toBe(missing);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Whether a place of a text is between the two code units of one character. */
function isHalved(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
