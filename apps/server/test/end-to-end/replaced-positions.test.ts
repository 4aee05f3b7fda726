import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { daybook, type Outcome, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const policy = join(folder.path, 'positions.json');
const files = join(folder.path, 'files');
let dataFolder = '';
let round = 0;

const header = 'account_id,symbol,as_of,quantity\n';
const held = (name: string, ...symbols: readonly string[]): void =>
  writeFileSync(join(files, name), header + symbols.map((symbol) => `X,${symbol},2026-01-02,1\n`).join(''));

interface RunDocument {
  readonly state: string;
  readonly steps: readonly {
    readonly id: string;
    readonly output?: Record<string, unknown>;
    readonly error?: { readonly message: string };
  }[];
}

async function run(out?: string): Promise<Outcome & { readonly document: RunDocument }> {
  const args = [
    'run',
    policy,
    '--yes',
    '--json',
    '--as-of',
    '2026-01-05T00:00:00Z',
    ...(out === undefined ? [] : ['--out', out]),
  ];
  const outcome = await daybook(args, { DAYBOOK_DATA_DIR: dataFolder, DAYBOOK_FILE_FOLDER: files });
  return { ...outcome, document: JSON.parse(outcome.stdout) as RunDocument };
}

const step = ({ document }: { readonly document: RunDocument }, id: string) =>
  document.steps.find((each) => each.id === id);

beforeEach(() => {
  round += 1;
  dataFolder = join(folder.path, `data-${round}`);
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files);
  held('one.csv', 'AAA', 'BBB');
  held('two.csv', 'CCC');
  writeFileSync(
    policy,
    JSON.stringify({
      schema_version: 1,
      name: 'positions',
      steps: [
        {
          id: 'exports',
          type: 'fetch',
          params: { provider: 'file', dataset: 'positions', criteria: { files: ['one.csv', 'two.csv'] } },
        },
        { id: 'rows', type: 'transform', params: { source: { ref: 'ctx.exports' }, target: 'positions' } },
        {
          id: 'sheet',
          type: 'store_report',
          skip_if: { field: { ref: 'ctx.rows.rows_written' }, op: 'eq', value: 0 },
          params: {
            report: 'positions',
            title: 'Positions',
            queries: { held: { sql: 'SELECT symbol, quantity FROM positions ORDER BY symbol' } },
            sections: [{ type: 'data_table', query: 'held' }],
          },
        },
        { id: 'pages', type: 'render', params: { report: { ref: 'ctx.sheet' }, formats: ['html'] } },
      ],
    }),
  );
});

describe('positions that are replaced', () => {
  it('reports a position that is no longer held', async () => {
    expect(step(await run(), 'sheet')?.output).toMatchObject({ version: 1, row_counts: { held: 3 } });
    held('one.csv', 'AAA');
    const second = await run();
    expect(step(second, 'rows')?.output).toMatchObject({
      outcome: 'loaded',
      rows_written: 1,
      rows_unchanged: 2,
    });
    expect(step(second, 'sheet')?.output).toMatchObject({ version: 2, row_counts: { held: 2 } });
  });

  it('keeps what could not be fetched, and fails by name', async () => {
    await run();
    rmSync(join(files, 'two.csv'));
    const second = await run();
    expect(second.exitCode).toBe(1);
    expect(step(second, 'rows')?.error?.message).toContain('two.csv could not be fetched');
    held('two.csv', 'CCC');
    expect(step(await run(), 'rows')?.output).toMatchObject({ outcome: 'unchanged', rows_unchanged: 3 });
  });
});

describe('a file of --out that cannot be written', () => {
  it('fails the command, and keeps the record of the run', async () => {
    const out = join(folder.path, `out-${round}`);
    mkdirSync(join(out, 'positions.html'), { recursive: true });
    const outcome = await run(out);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.document.state).toBe('success');
    expect(outcome.stderr).toContain('positions.html could not be written');
    expect(readdirSync(out)).toEqual(['positions.html']);
  });
});
