import { isAbsolute, join, relative, resolve, win32 } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPathProblem, toSafePath } from '../../src/local-file/safe-path.ts';

describe('findPathProblem', () => {
  it.each([
    'weekly-brief.pdf',
    'briefs/weekly/brief-2020-12-31-v1.html',
    'Übersicht 株式.pdf',
    'a..b.pdf',
    'console.pdf',
    'com10.pdf',
    `${'x'.repeat(251)}.pdf`,
  ])('finds nothing wrong with %s', (path) => {
    expect(findPathProblem(path)).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['..', '".."'],
    ['../a.pdf', '".."'],
    ['a/../b.pdf', '".."'],
    ['a/..', '".."'],
    ['./a.pdf', '"."'],
    ['/etc/passwd', 'absolute'],
    ['//server/share', 'absolute'],
    ['a//b', 'empty name'],
    ['a/', 'empty name'],
    ['..\\a', '\\'],
    ['C:\\a', '\\'],
    ['C:a.pdf', '\\ : *'],
    ['a.pdf:stream', '\\ : *'],
    ['a?.pdf', '\\ : *'],
    ['a\0.pdf', 'control'],
    ['a\n.pdf', 'control'],
    ['a\u202Efdp.exe', 'invisible'],
    ['a\u200B.pdf', 'invisible'],
    ['a\u2028.pdf', 'control'],
    ['a\uD800.pdf', 'broken'],
    ['e\u0301.pdf', 'NFC'],
    ['.ssh/authorized_keys', 'hidden'],
    ['.bashrc', 'hidden'],
    ['...', 'hidden'],
    ['a./b.pdf', 'ends with a dot'],
    ['a.', 'ends with a dot'],
    ['a ', 'ends with a dot'],
    [' a', 'starts with a space'],
    ['a /b', 'ends with a dot'],
    ['CON', 'device'],
    ['con.pdf', 'device'],
    ['briefs/nul.tar.gz', 'device'],
    ['Com1.pdf', 'device'],
    ['LPT9', 'device'],
    ['COM¹.pdf', 'device'],
    ['aux .pdf', 'device'],
    [`${'x'.repeat(252)}.pdf`, '255 bytes'],
    [`${'株'.repeat(84)}.pdf`, '255 bytes'],
    ['abcdefghi/'.repeat(71), '700 bytes'],
  ])('finds something wrong with %j', (path, problem) => {
    expect(findPathProblem(path)).toContain(problem);
    expect(() => toSafePath(path)).toThrow(expect.objectContaining({ code: 'delivery.rejected' }));
  });
});

describe('toSafePath', () => {
  const hostile = fc.constantFrom(
    '..',
    '.',
    '/',
    '//',
    '\\',
    '..\\',
    '%2e%2e%2f',
    '\0',
    '~',
    'C:',
    ' ',
    '\u202E',
    '\u2024\u2024',
    '／',
    'NUL',
    'a',
    'b.pdf',
    '-',
  );
  const anyPath = fc.oneof(
    fc.array(hostile, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.array(hostile, { maxLength: 8 }).map((parts) => parts.join('/')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('accepts no path that leaves the folder, on any platform', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        if (findPathProblem(path) !== undefined) return;
        const inside = relative('/outbox', resolve('/outbox', toSafePath(path)));
        expect(inside).toBe(path);
        expect(inside.startsWith('..') || isAbsolute(inside)).toBe(false);
        const onWindows = win32.relative('C:\\outbox', win32.resolve('C:\\outbox', path));
        expect(onWindows).toBe(path.replaceAll('/', '\\'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts ordinary names in ordinary folders', () => {
    const ordinary = fc.stringMatching(/^[b-z][a-z0-9-]{0,20}[0-9]x$/);
    fc.assert(
      fc.property(fc.array(ordinary, { minLength: 1, maxLength: 4 }), (names) => {
        const path = `${names.join('/')}.pdf`;
        expect(join('/outbox', toSafePath(path))).toBe(`/outbox/${path}`);
      }),
    );
  });
});
