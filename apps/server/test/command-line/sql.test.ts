import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/command-line/command.ts';
import { describeResult } from '../../src/command-line/describe-result.ts';
import { storeBars } from '../http/stored-bars.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const environment = { DAYBOOK_DATA_DIR: join(folder.path, 'data') };
afterAll(() => folder.remove());

const command = (...args: readonly string[]) => daybook(args, environment);

beforeAll(async () => {
  await command('policies');
  await storeBars({
    databaseFile: join(environment.DAYBOOK_DATA_DIR, 'daybook.db'),
    key: Buffer.from('5a'.repeat(32), 'hex'),
  });
}, 60_000);

const closes = 'SELECT symbol, date, close FROM ohlcv WHERE symbol = :symbol ORDER BY date';

describe('daybook sql', () => {
  it('prints a table and says how many rows there are', async () => {
    const { exitCode, stdout, stderr } = await command('sql', closes, '--param', 'symbol=NRTH');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^symbol +date +close$/);
    expect(lines[1]).toMatch(/^NRTH +2026-03-04 +9\.1$/);
    expect(lines[4]).toMatch(/^2 rows, \d+ ms$/);
  });

  it('prints with --json one document', async () => {
    const { exitCode, stdout } = await command('sql', closes, '--param', 'symbol=TIDE', '--json');
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual(['columns', 'rows', 'row_count', 'truncated', 'ms']);
    expect(document).toMatchObject({
      columns: [{ name: 'symbol' }, { name: 'date' }, { name: 'close' }],
      rows: [{ symbol: 'TIDE', date: '2026-03-05', close: '100.00000000000000001' }],
      row_count: 1,
      truncated: false,
    });
  });

  it('takes one ";" at the end off, and no second one', async () => {
    expect((await command('sql', 'SELECT 1 AS one;')).exitCode).toBe(0);
    expect((await command('sql', 'SELECT 1 AS one ; ')).exitCode).toBe(0);
    expect((await command('sql', 'SELECT 1 AS one;;')).exitCode).toBe(2);
    expect((await command('sql', 'SELECT 1 AS one; SELECT 2 AS two;')).exitCode).toBe(2);
  });

  it('reads the query from standard input', async () => {
    const input = "SELECT ';' AS text -- done\n";
    const { exitCode, stdout } = await daybook(['sql', '-'], environment, undefined, undefined, input);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^text\n;\n\n1 row, /);
    expect((await command('sql', '-')).exitCode).toBe(2);
  });

  it.each([
    ['DROP TABLE ohlcv'],
    ['SELECT * FROM sqlite_schema'],
    ['SELECT value FROM settings'],
    ['SELECT 1; SELECT 2'],
    [''],
  ])('ends with 2 for %j', async (sql) => {
    const { exitCode, stdout, stderr } = await command('sql', sql);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^daybook: /);
    const json = await command('sql', sql, '--json');
    expect(json).toMatchObject({ exitCode: 2, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String), advice: 'never' },
    });
  });

  it('names a parameter that has no value', async () => {
    const { exitCode, stderr } = await command('sql', closes);
    expect([1, 2]).toContain(exitCode);
    expect(stderr).toContain(':symbol');
  });

  it.each([
    [['sql'], 'one query, in quotes'],
    [['sql', 'SELECT', '1'], 'in quotes'],
    [['sql', 'SELECT 1', '--param', 'symbol'], 'symbol=NRTH'],
    [['sql', 'SELECT 1', '--param', '1=2'], 'a name and a value'],
    [['sql', 'SELECT 1', '--param', 'a=1', '--param', ':a=2'], 'twice'],
  ])('%j is bad usage, with advice', async (args, advice) => {
    const { exitCode, stderr } = await command(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(advice);
  });

  it.each([
    ['5', 5],
    ['-5', -5],
    ['0', 0],
    ['100.25', 100.25],
    ['-0.25', -0.25],
    ['0.0000000000000001', '0.0000000000000001'],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', '9007199254740992'],
    ['123456789012.3456', '123456789012.3456'],
    ['0000320193', '0000320193'],
    ['-0', '-0'],
    ['1.50', '1.50'],
    ['1e3', '1e3'],
    ['2026-03-05', '2026-03-05'],
    ["'5'", '5'],
    ["'it''s'", "it's"],
    ['a=b', 'a=b'],
    ['', ''],
  ])('reads the value %j as %j', (text, value) => {
    expect(parseCommand(['sql', 'SELECT 1', '--param', `x=${text}`])).toMatchObject({ params: { x: value } });
  });

  it('breaks off when it is interrupted', async () => {
    const interrupted = new AbortController();
    interrupted.abort(new Error('the process received SIGINT'));
    const { exitCode } = await daybook(['sql', 'SELECT 1 AS one'], environment, interrupted.signal);
    expect(exitCode).toBe(130);
  });
});

describe('describeResult', () => {
  it('puts numbers right, tells null from text, and marks what is approximate', () => {
    const lines = describeResult({
      columns: [
        { name: 'name', type: 'text' },
        { name: 'sum', type: 'decimal' },
        { name: 'about', type: 'real', approximate: true },
      ],
      rows: [
        { name: 'Straße\n東京', sum: '1234.5', about: 0.25 },
        { name: 'NULL', sum: null, about: null },
        { name: null, sum: '7', about: 1 },
        { name: '\u001b[2J', sum: '-0.001', about: -3 },
      ],
      row_count: 4,
      truncated: true,
      ms: 12,
    });
    expect(lines).toEqual([
      'name             sum  ≈ about',
      'Straße\\n東京  1234.5     0.25',
      "'NULL'          NULL     NULL",
      'NULL               7        1',
      '\\u001b[2J     -0.001       -3',
      '',
      'the first 4 rows, 12 ms; ≈ marks columns of floats',
    ]);
  });
});

describe('daybook datasets', () => {
  it('lists what is stored', async () => {
    const { exitCode, stdout } = await command('datasets');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^dataset +rows +symbols +from +until +loaded\n/);
    expect(stdout).toMatch(/^ohlcv +3 +2 +2026-03-04 +2026-03-05 +2026-03-06T20:00:00\.000Z$/m);
    expect(stdout).not.toContain('TIDE');
    const all = JSON.parse((await command('datasets', 'list', '--json')).stdout) as { name: string }[];
    expect(all.map(({ name }) => name)).toContain('news');
  });

  it('shows one with its columns and newest rows', async () => {
    const { stdout } = await command('datasets', 'show', 'ohlcv');
    expect(stdout).toMatch(/^ohlcv: Daily bars/);
    expect(stdout).toMatch(/^adj_close +decimal +The close, adjusted/m);
    expect(stdout).toMatch(/^TIDE +2026-03-05 +100\.00000000000000001 /m);
    const json = await command('datasets', 'show', 'ohlcv', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ name: 'ohlcv', key: ['symbol', 'date'], rows: 3 });
  });

  it('knows the nearest name', async () => {
    const { exitCode, stderr } = await command('datasets', 'show', 'ohlvc');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean "ohlcv"?'),
    });
  });
});
