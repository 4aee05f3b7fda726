import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { daybook, marketReview, temporaryFolder } from './terminal-fixture.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/policies/${name}.json`, import.meta.url));

describe('daybook validate', () => {
  it('says when a policy runs, and in which order', async () => {
    await expect(daybook(['validate', example('weekly-performance')])).resolves.toEqual({
      exitCode: 0,
      stdout:
        'valid\n  runs: At 08:30 AM, only on Saturday (Europe/Vienna)\n  steps: prices → bars → gate → week → pages → folder\n',
      stderr: '',
    });
    const alert = await daybook(['validate', example('price-alert')]);
    expect(alert.stdout).toContain('1 h after the close of XNYS (America/New_York)');
    expect((await daybook(['validate', marketReview])).stdout).toContain('only by hand');
  });

  it('shows every issue with its place and what to write instead', async () => {
    const file = join(folder.path, 'wrong.json');
    writeFileSync(
      file,
      '{"schema_version":1,"name":"x","steps":[{"id":"a","type":"fetch","params":{"provider":"yaho","dataset":"ohlcv"}}],"tigger":{}}',
    );
    const { exitCode, stdout } = await daybook(['validate', file]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('error: /tigger: The key "tigger" is not known here');
    expect(stdout).toContain('Try: trigger [schema.key-unknown]');
    expect(stdout).toContain('/steps/0/params/provider');
    expect(stdout).toContain('Try: yahoo [provider.unknown]');
    expect(stdout).toContain('not valid: 2 errors, 0 warnings');
  });

  it('prints one JSON document with --json', async () => {
    const file = join(folder.path, 'warned.json');
    writeFileSync(
      file,
      '{"schema_version":1,"name":"x","steps":[{"id":"a","type":"fetch","retry":{},"params":{"provider":"sample","dataset":"ohlcv"}}]}',
    );
    const { exitCode, stdout } = await daybook(['validate', file, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      issues: [
        {
          pointer: '/steps/0/retry',
          code: 'step.retry-unused',
          message: expect.stringContaining('no effect'),
          severity: 'warning',
          suggestion: '"on_error": "retry_then_fail"',
        },
      ],
    });
  });

  it('judges SQL as a run would, and writes the query to take instead', async () => {
    const file = join(folder.path, 'in-sql.json');
    const sql = 'SELECT symbol FROM ohlcv WHERE close * 2 > 100';
    const checks = [{ name: 'cheap', sql, message: 'Too dear.' }];
    const steps = [{ id: 'gate', type: 'assert', params: { checks } }];
    writeFileSync(file, JSON.stringify({ schema_version: 1, name: 'x', steps }));
    const { exitCode, stdout } = await daybook(['validate', file, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      issues: [
        {
          pointer: '/steps/0/params/checks/0/sql',
          code: 'sql.decimal-operator',
          message: expect.stringMatching(/^The query is refused: .*dec_mul\(close, 2\)/),
          severity: 'error',
          suggestion: 'SELECT symbol FROM ohlcv WHERE dec_mul(close, 2) > 100',
        },
      ],
    });
    const words = await daybook(['validate', file]);
    expect(words.stdout).toContain('Try: SELECT symbol FROM ohlcv WHERE dec_mul(close, 2) > 100');
  });

  it('finds what shows only when SQLite compiles a query', async () => {
    const file = join(folder.path, 'aggregate.json');
    const queries = {
      good: { sql: 'SELECT symbol FROM ohlcv GROUP BY symbol HAVING sum(close) > 1' },
      bad: { sql: 'SELECT symbol FROM ohlcv WHERE sum(close) > 1' },
      twice: { sql: 'SELECT close, close FROM ohlcv' },
    };
    const params = {
      report: 'brief',
      title: 'Brief',
      queries,
      sections: Object.keys(queries).map((query) => ({ type: 'data_table', query })),
    };
    const steps = [{ id: 'brief', type: 'store_report', params }];
    writeFileSync(file, JSON.stringify({ schema_version: 1, name: 'x', steps }));
    const { exitCode, stdout } = await daybook(['validate', file, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      issues: [
        {
          pointer: '/steps/0/params/queries/bad/sql',
          code: 'sql.invalid',
          message: expect.stringContaining('misuse of aggregate'),
          severity: 'error',
        },
        {
          pointer: '/steps/0/params/queries/twice/sql',
          code: 'sql.duplicate-column',
          message: expect.stringContaining('two columns named close'),
          severity: 'error',
        },
      ],
    });
  });

  it('needs no database, and opens none', async () => {
    const { exitCode } = await daybook(['validate', marketReview], {
      DAYBOOK_KEY: 'no key',
      DAYBOOK_DATA_DIR: '/no-such-folder',
    });
    expect(exitCode).toBe(0);
  });
});
