import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daybook, marketReview, type Outcome, temporaryFolder } from '../terminal-fixture.ts';
import { readIndexBars, spellMillionths, spellPercent } from './index-bars.ts';

const asOf = '2020-04-17T21:00:00Z';

interface RunDocument {
  readonly run_id: string;
  readonly state: string;
  readonly steps: readonly {
    readonly id: string;
    readonly state: string;
    readonly output: Record<string, unknown>;
  }[];
  readonly artifacts: readonly { readonly format: string; readonly path: string }[];
}

const folder = temporaryFolder();
const out = join(folder.path, 'out');
let first: Outcome;
let second: Outcome;
let html = '';
let pdf = '';

const run = (dataFolder: string, outFolder: string): Promise<Outcome> =>
  daybook(['run', marketReview, '--yes', '--json', '--as-of', asOf, '--out', outFolder], {
    DAYBOOK_DATA_DIR: dataFolder,
  });

const documentOf = (outcome: Outcome): RunDocument => JSON.parse(outcome.stdout) as RunDocument;
const outputOf = (outcome: Outcome, id: string): Record<string, unknown> =>
  documentOf(outcome).steps.find((step) => step.id === id)?.output ?? {};

beforeAll(async () => {
  first = await run(join(folder.path, 'data'), out);
  html = readFileSync(join(out, 'market-review.html'), 'utf8');
  pdf = execFileSync('pdftotext', ['-layout', join(out, 'market-review.pdf'), '-'], { encoding: 'utf8' });
  second = await run(join(folder.path, 'data'), out);
}, 60_000);

afterAll(() => folder.remove());

describe('the main job, end to end', () => {
  it('succeeds in every step and tells what each did', () => {
    expect(first.exitCode).toBe(0);
    expect(documentOf(first)).toMatchObject({
      state: 'success',
      steps: ['index_file', 'index_bars', 'sample_prices', 'sample_bars', 'review', 'pages', 'folder'].map(
        (id) => ({
          id,
          state: 'success',
          attempts: 1,
        }),
      ),
      artifacts: [
        { format: 'html', name: 'market-review.html', path: join(out, 'market-review.html') },
        { format: 'pdf', name: 'market-review.pdf', path: join(out, 'market-review.pdf') },
      ],
    });
    expect(first.stderr).toMatch(/✓ index_bars .*rows read/);
  });

  it('loads every row of the file and keeps the two broken sample rows out', () => {
    const bars = readIndexBars();
    expect(outputOf(first, 'index_bars')).toMatchObject({
      outcome: 'loaded',
      rows_read: bars.length,
      rows_written: bars.length,
      rows_quarantined: 0,
      newest: bars[0]?.date,
    });
    expect(outputOf(first, 'sample_bars')).toMatchObject({
      outcome: 'loaded',
      rows_quarantined: 2,
      newest: '2020-04-17',
    });
  });

  it('prints the figures that the input files give, in HTML and in PDF', () => {
    const [last, before] = readIndexBars();
    const close = spellMillionths(last?.close ?? 0n);
    const change = spellMillionths((last?.close ?? 0n) - (before?.close ?? 0n));
    const percent = spellPercent(before?.close ?? 1n, last?.close ?? 0n);
    for (const text of [html, pdf]) {
      expect(text).toContain(close);
      expect(text).toContain(`+${change}`);
      expect(text).toContain(`+${percent}`);
      expect(text).toContain(before?.date);
    }
    expect(close).toBe('2,874.56');
  });

  it('prints every section and every row of the table in both forms', () => {
    const rows = (outputOf(first, 'review')['row_counts'] as Record<string, number>)['sample_table'] ?? 0;
    expect(rows).toBeGreaterThan(50);
    expect(html.match(/<tr/g)).toHaveLength(rows + 1);
    expect(pdf.match(/^ *2020-\d\d-\d\d +(?:NRTH|SOLA|TIDE|QRTZ|VLLM) .*\d$/gm)).toHaveLength(rows);
    const titles = [
      'S&P 500, last close',
      'S&P 500, the last 60 sessions',
      'S&P 500 since 2000, daily close',
      'Sample portfolio',
    ];
    for (const title of titles) {
      expect(pdf).toContain(title);
      expect(html).toContain(title.replace('&', '&amp;'));
    }
    expect(html.match(/viewBox="0 0 720 /g)).toHaveLength(2);
  });

  it('delivers both files to the local folder, byte for byte', () => {
    const delivered = join(folder.path, 'data', 'deliveries', 'market-review');
    expect(readdirSync(delivered).toSorted()).toEqual([
      'market-review-2020-04-17-v1.html',
      'market-review-2020-04-17-v1.pdf',
    ]);
    for (const format of ['html', 'pdf']) {
      const copy = readFileSync(join(delivered, `market-review-2020-04-17-v1.${format}`));
      expect(copy.equals(readFileSync(join(out, `market-review.${format}`)))).toBe(true);
    }
  });

  it('says on the second run that nothing changed, and delivers nothing again', () => {
    expect(second.exitCode).toBe(0);
    expect(documentOf(second).run_id).not.toBe(documentOf(first).run_id);
    expect(outputOf(second, 'index_bars')).toMatchObject({ outcome: 'unchanged', rows_written: 0 });
    expect(outputOf(second, 'sample_bars')).toMatchObject({
      outcome: 'unchanged',
      rows_written: 0,
      rows_quarantined: 2,
    });
    expect(outputOf(second, 'review')).toMatchObject({ version: 1, changed: false });
    expect(outputOf(second, 'pages')).toMatchObject({ artifacts: [{ cached: true }, { cached: true }] });
    expect(outputOf(second, 'folder')).toMatchObject({
      deliveries: [{ status: 'already_sent' }, { status: 'already_sent' }],
    });
    expect(readdirSync(join(folder.path, 'data', 'deliveries', 'market-review'))).toHaveLength(2);
  });

  it('makes byte-identical files of the same policy and data in another database', async () => {
    const other = join(folder.path, 'other-out');
    await run(join(folder.path, 'other-data'), other);
    for (const file of ['market-review.html', 'market-review.pdf']) {
      expect(readFileSync(join(other, file)).equals(readFileSync(join(out, file)))).toBe(true);
    }
  }, 30_000);

  it('keeps the database to its owner', () => {
    const database = join(folder.path, 'data', 'daybook.db');
    expect(existsSync(database)).toBe(true);
    expect(statSync(database).mode & 0o077).toBe(0);
  });
});
