import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { daybook, marketReview, type Outcome, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const dataFolder = join(folder.path, 'data');
afterAll(() => folder.remove());
// The checkout itself may lie in the temporary folder; the root of the file system never does.
const notTemporary = resolve('/', 'no-such-daybook-data');

interface Document {
  steps: { id: string; type: string; params: Record<string, unknown> }[];
}

/** Runs the shipped policy after a change to it. */
async function runChanged(
  change: (document: Document) => void,
  ...args: readonly string[]
): Promise<Outcome> {
  const document = JSON.parse(readFileSync(marketReview, 'utf8')) as Document;
  change(document);
  const file = join(folder.path, 'changed.json');
  writeFileSync(file, JSON.stringify(document, null, 2));
  return daybook(['run', file, '--yes', ...args], { DAYBOOK_DATA_DIR: dataFolder });
}

describe('a mistake', () => {
  it.each<[string, (document: Document) => void, string[]]>([
    [
      'an unknown step type',
      ({ steps }) => Object.assign(steps[0] ?? {}, { type: 'fecth' }),
      ['/steps/0/type', '"fecth"', 'Try: fetch', 'step.type-unknown'],
    ],
    [
      'a reference to no step',
      ({ steps }) => Object.assign(steps[1]?.params ?? {}, { source: { ref: 'ctx.index_fil' } }),
      ['/steps/1/params/source', 'Try: {"ref": "ctx.index_file"}'],
    ],
    [
      'a reference to no field',
      ({ steps }) => Object.assign(steps[6]?.params ?? {}, { artifacts: { ref: 'ctx.pages.artefacts' } }),
      ['/steps/6/params/artifacts', 'ctx.pages.artifacts'],
    ],
    [
      'a misspelled parameter',
      ({ steps }) => Object.assign(steps[1]?.params ?? {}, { tagret: 'ohlcv' }),
      ['/steps/1/params/tagret', 'Try: target'],
    ],
  ])('such as %s ends with exit code 2, and nothing is written', async (_, change, words) => {
    const { exitCode, stdout, stderr } = await runChanged(change);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    for (const word of words) expect(stderr).toContain(word);
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('comes as one JSON document with --json', async () => {
    const { stdout } = await runChanged(
      ({ steps }) => Object.assign(steps[0] ?? {}, { type: 'fecth' }),
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'policy.invalid',
        advice: 'never',
        details: {
          issues: [
            { pointer: '/steps/0/type', code: 'step.type-unknown', severity: 'error', suggestion: 'fetch' },
          ],
        },
      },
    });
  });

  it('such as a policy that cannot be read ends with exit code 2', async () => {
    const environment = { DAYBOOK_DATA_DIR: dataFolder };
    const missing = await daybook(['run', join(folder.path, 'nowhere.json'), '--yes'], environment);
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no such file') });
    const broken = join(folder.path, 'broken.json');
    writeFileSync(broken, '{"schema_version": 1,\n "name": }');
    const malformed = await daybook(['run', broken, '--yes'], environment);
    expect(malformed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('line 2') });
    writeFileSync(broken, Buffer.from([0x7b, 0xff, 0x7d]));
    const binary = await daybook(['run', broken, '--yes'], environment);
    expect(binary).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('UTF-8') });
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('such as --yes on a real database ends with exit code 3, and nothing is written', async () => {
    const elsewhere = await daybook(['run', marketReview, '--yes'], { DAYBOOK_DATA_DIR: notTemporary });
    expect(elsewhere).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('temporary folder') });
    expect(existsSync(notTemporary)).toBe(false);
  });

  it('such as a missing approval ends with exit code 3: the version is stored, and nothing runs', async () => {
    const environment = { DAYBOOK_DATA_DIR: join(folder.path, 'unapproved') };
    const unapproved = await daybook(['run', marketReview], environment);
    expect(unapproved).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('daybook approve') });
    expect(JSON.parse((await daybook(['runs', '--json'], environment)).stdout)).toEqual([]);
    const { stdout } = await daybook(['policies', '--json'], environment);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'market-review', standing: 'proposed', proposed_version: 1 },
    ]);
    expect((await daybook(['run', 'market-review'], environment)).exitCode).toBe(3);
    expect(await daybook(['run', 'market-reviw'], environment)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"market-review"'),
    });
  });

  it('such as a missing folder of files fails the run and names the remedy', async () => {
    const dataDir = join(folder.path, 'without-folder');
    const unset = await daybook(['run', marketReview, '--yes'], {
      DAYBOOK_DATA_DIR: dataDir,
      DAYBOOK_FILE_FOLDER: undefined,
    });
    expect(unset).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('DAYBOOK_FILE_FOLDER') });
    const gone = await daybook(['run', marketReview, '--yes'], {
      DAYBOOK_DATA_DIR: dataDir,
      DAYBOOK_FILE_FOLDER: join(folder.path, 'gone'),
    });
    expect(gone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('gone') });
    expect(existsSync(join(dataDir, 'deliveries'))).toBe(false);
  });

  it('such as a folder of --out that cannot be written to ends with exit code 2', async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    const { exitCode, stderr } = await runChanged(() => undefined, '--out', join(file, 'out'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--out');
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('such as a bad column fails before anything is rendered or delivered', async () => {
    const { exitCode, stderr } = await runChanged(({ steps }) => {
      const sections = steps[4]?.params['sections'] as { column?: string }[];
      Object.assign(sections[0] ?? {}, { column: 'closing' });
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('closing');
    expect(stderr).toMatch(/– pages .*run_failed/);
    expect(existsSync(join(dataFolder, 'deliveries'))).toBe(false);
  });

  it('on the command line is answered with advice and exit code 2', async () => {
    await expect(daybook(['rnu'])).resolves.toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"run"'),
    });
    await expect(daybook(['run'])).resolves.toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('POLICY.json'),
    });
    await expect(daybook(['run', 'a', '--as-of', 'yesterday'])).resolves.toMatchObject({ exitCode: 2 });
    await expect(daybook(['demo', '--frsh'])).resolves.toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--frsh'),
    });
    await expect(daybook(['demo'], { DAYBOOK_DATA_DIR: notTemporary })).resolves.toMatchObject({
      exitCode: 2,
    });
  });

  it('leaves a run that was interrupted as cancelled', async () => {
    mkdirSync(dataFolder, { recursive: true });
    const { exitCode, stdout } = await daybook(
      ['run', marketReview, '--yes', '--json'],
      { DAYBOOK_DATA_DIR: join(folder.path, 'interrupted') },
      AbortSignal.abort(new Error('interrupted')),
    );
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'cancelled' });
  });
});
