import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sha256, toInstant, toRunId } from '@daybook/kernel';
import { createReportDatabase, createRowStore, createSandbox, openDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('the example of the README', () => {
  it('reads back the row that it wrote', async () => {
    const file = await databases.newFile();
    const { key } = databases;

    const database = await openDatabase({ file, key });

    await createRowStore(database).write({
      dataset: 'instruments',
      provider: 'sample',
      write: 'merge',
      rows: [
        {
          values: { symbol: 'NRTH', name: 'North', type: 'stock', currency: 'USD', exchange: null },
          payloadSha256: sha256('the payload that it came from'),
        },
      ],
      quarantined: [],
      runId: toRunId('run_1'),
      stepId: 'load',
      loadedAt: toInstant(0),
    });

    const sandbox = createSandbox();
    const reports = createReportDatabase({ database, sandbox });
    const { names } = await reports.readAll(
      { names: { sql: 'SELECT name FROM instruments WHERE symbol = :symbol', params: { symbol: 'NRTH' } } },
      { maxRows: 10, maxBytes: 1_000_000 },
    );
    await reports.close();
    await sandbox.close();
    await database.close();

    expect(names).toMatchObject({ columns: [{ name: 'name' }], rows: [['North']], truncated: false });
  });

  it('is the code above', async () => {
    const readme = await readFile(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
    const test = await readFile(fileURLToPath(import.meta.url), 'utf8');
    const example = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const lines = example.split('\n').filter((line) => !line.startsWith('import '));
    const here = new Set(test.split('\n').map((line) => line.trim()));
    expect(lines.filter((line) => !here.has(line.trim()))).toEqual([]);
    expect(lines.length).toBeGreaterThan(20);
  });
});
