import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storedDatasetNames } from '@daybook/kernel';
import { createFileProvider } from '@daybook/providers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { datasetOf, errorIn, requestOf, rowsIn } from '../provider-fixture.ts';

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-file-provider-'));
  folder = join(root, 'exports');
  await mkdir(folder);
  await writeFile(join(root, 'secret.csv'), 'a\n1\n');
  await writeFile(join(folder, 'prices.csv'), '\uFEFFDate,Adj Close\r\n2024-01-02,1.50\r\n');
  await writeFile(join(folder, 'prices.tsv'), 'date\tnote\n2024-01-02\ta,b\n');
  await writeFile(join(folder, 'PRICES.JSON'), '[{"date":"2024-01-02","close":0.10}]');
});

afterAll(() => rm(root, { recursive: true, force: true }));

function load(...entities: string[]) {
  return datasetOf(createFileProvider({ folder }), 'ohlcv').load(requestOf({ entities }));
}

async function rowsOf(name: string) {
  return rowsIn(datasetOf(createFileProvider({ folder }), 'ohlcv'), await load(name));
}

describe('the file provider', () => {
  it('offers every dataset, by files', () => {
    const { datasets } = createFileProvider({ folder });
    expect(datasets.map(({ dataset }) => dataset)).toEqual(storedDatasetNames);
    expect(new Set(datasets.map(({ criteria, range }) => `${criteria} ${range}`))).toEqual(
      new Set(['files none']),
    );
  });

  it('hands out the bytes as they are', async () => {
    const [answer] = await load('prices.csv');
    expect(answer).toMatchObject({
      kind: 'payload',
      entityKey: 'prices.csv',
      payload: { contentType: 'text/csv', source: 'prices.csv' },
    });
  });

  it('reads CSV, TSV and JSON', async () => {
    expect(await rowsOf('prices.csv')).toEqual([{ Date: '2024-01-02', 'Adj Close': '1.50' }]);
    expect(await rowsOf('prices.tsv')).toEqual([{ date: '2024-01-02', note: 'a,b' }]);
    expect(await rowsOf('PRICES.JSON')).toEqual([{ date: '2024-01-02', close: '0.10' }]);
  });

  it('maps each column to the field of its name', () => {
    const { mapping } = datasetOf(createFileProvider({ folder }), 'splits');
    expect(mapping).toMatchObject({ symbol: { field: 'symbol' }, ex_date: { field: 'ex_date' } });
  });

  it('fails one file alone', async () => {
    const answers = await load('prices.csv', 'missing.csv', 'prices.tsv');
    expect(answers.map(({ kind }) => kind)).toEqual(['payload', 'failed', 'payload']);
  });

  it('names file and folder of a missing file', async () => {
    expect(errorIn(await load('missing.csv'))).toMatchObject({
      code: 'provider.not-found',
      message: `There is no file "missing.csv" in ${folder}. Put it there, or correct criteria.files.`,
    });
  });

  it.each([[undefined], [''], ['/nowhere/at/all']])(
    'says how to set the folder instead of %j',
    async (wrong) => {
      const dataset = datasetOf(createFileProvider({ folder: wrong }), 'ohlcv');
      await expect(dataset.load(requestOf({ entities: ['prices.csv'] }))).rejects.toMatchObject({
        code: 'provider.unconfigured',
        message: expect.stringContaining('DAYBOOK_FILE_FOLDER'),
      });
    },
  );
});

describe('the names that the file provider refuses', () => {
  it.each([
    '../secret.csv',
    '..\\secret.csv',
    '/etc/passwd',
    'C:secret.csv',
    'sub/prices.csv',
    '..',
    '.hidden.csv',
    'prices.csv\0.json',
    'prices\n.csv',
    'CON.csv',
    'nul.json',
    'com1.prices.csv',
    'prices.csv.',
    'prices.csv ',
    'prices.exe',
    'prices',
    '',
    `${'x'.repeat(300)}.csv`,
  ])('refuses %j', async (name) => {
    expect(errorIn(await load(name))).toMatchObject({ code: 'provider.refused' });
  });
});

describe('what the file provider does not open', () => {
  it('refuses a symbolic link, wherever it leads', async () => {
    await symlink(join(root, 'secret.csv'), join(folder, 'link.csv'));
    await symlink(join(folder, 'prices.csv'), join(folder, 'inside.csv'));
    for (const name of ['link.csv', 'inside.csv']) {
      expect(errorIn(await load(name)).message).toContain('it is a symbolic link');
    }
  });

  it('refuses a folder and a pipe, without waiting', async () => {
    await mkdir(join(folder, 'folder.csv'));
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    for (const name of ['folder.csv', 'pipe.csv']) {
      expect(errorIn(await load(name))).toMatchObject({
        code: 'provider.refused',
        message: expect.stringContaining('it is not a regular file'),
      });
    }
  });

  it('refuses more than 20 MB', async () => {
    await writeFile(join(folder, 'huge.csv'), '');
    await truncate(join(folder, 'huge.csv'), 20_000_001);
    expect(errorIn(await load('huge.csv'))).toMatchObject({ code: 'provider.response-invalid' });
  });

  it('stops between files when nobody waits any more', async () => {
    const dataset = datasetOf(createFileProvider({ folder }), 'ohlcv');
    const request = requestOf({
      entities: ['prices.csv'],
      signal: AbortSignal.abort(new Error('cancelled')),
    });
    await expect(dataset.load(request)).rejects.toThrow('cancelled');
  });
});

describe('a real export', () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const data = join(here, '../../../../apps/server/node_modules/vega-datasets/data');

  it('is read to its last row, digit for digit', async () => {
    const dataset = datasetOf(createFileProvider({ folder: data }), 'ohlcv');
    const rows = rowsIn(dataset, await dataset.load(requestOf({ entities: ['sp500-2000.csv'] })));
    expect(rows).toHaveLength(5105);
    expect(rows[0]).toEqual({
      date: '2000-01-03',
      open: '1469.250000',
      high: '1478.000000',
      low: '1438.359985',
      close: '1455.219971',
      adjclose: '1455.219971',
      volume: '931800000',
    });
  });
});
