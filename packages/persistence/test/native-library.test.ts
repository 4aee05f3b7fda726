import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findNativeLibrary } from '../src/native-library.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-library-'));
  mkdirSync(join(folder, 'native'));
  const own = fileURLToPath(new URL('../', import.meta.url));
  cpSync(join(own, 'build'), join(folder, 'build'), { recursive: true });
  cpSync(join(own, 'native', 'SHA256SUMS'), join(folder, 'native', 'SHA256SUMS'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const library = () => join(folder, 'build', basename(findNativeLibrary()));
const find = () => findNativeLibrary(pathToFileURL(`${folder}/`));

describe('the library of the SQL extension', () => {
  it('is found where it is whole', () => {
    expect(find()).toBe(library());
  });

  it.each([
    ['missing', () => rmSync(library()), 'is not built'],
    ['without a record', () => rmSync(join(folder, 'build', 'daybook-sql.json')), 'is not built'],
    ['altered', () => appendFileSync(library(), 'x'), 'is not the one that was built'],
    [
      'of a broken record',
      () => writeFileSync(join(folder, 'build', 'daybook-sql.json'), '{'),
      'is not the one',
    ],
    [
      'older than its sources',
      () => appendFileSync(join(folder, 'native', 'SHA256SUMS'), 'x'),
      'is older than',
    ],
    ['without sources', () => rmSync(join(folder, 'native', 'SHA256SUMS')), 'is older than its sources'],
  ])('is refused when it is %s', (_, damage, problem) => {
    damage();
    expect(find).toThrow(
      expect.objectContaining({
        code: 'store.extension-missing',
        message: expect.stringMatching(
          new RegExp(`^The SQL extension daybook-sql\\.\\w+ ${problem}.*npm run setup`),
        ),
      }),
    );
  });
});
