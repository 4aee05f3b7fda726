import { describe, expect, it } from '@jest/globals';

describe('the tests of a package without I/O', () => {
  it.each(['node:fs', 'fs/promises', 'node:net', 'node:http', 'node:child_process'])(
    'cannot import %s',
    async (name) => {
      await expect(import(name)).rejects.toThrow('does no I/O');
    },
  );

  it('cannot reach the network through a global', () => {
    expect(() => globalThis.fetch('http://localhost')).toThrow('does no I/O');
  });
});
