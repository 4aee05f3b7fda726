import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Logger } from '@daybook/kernel';
import { createLogger } from '../../src/logging/create-logger.ts';
import { withLogContext } from '../../src/logging/log-context.ts';
import { createLogFile, type LogFile } from '../../src/logging/log-file.ts';
import { createRedactor } from '../../src/logging/redact.ts';
import { createSecretRegistry } from '../../src/logging/secret-registry.ts';
import { createTurnedClock } from '../http/turned-clock.ts';
import { temporaryFolder } from '../terminal-fixture.ts';

let folder: ReturnType<typeof temporaryFolder>;
let logs: string;
let path: string;
let notes: string[];
let file: LogFile;
let log: Logger;

function open(options: { readonly maxBytes?: number; readonly maxFiles?: number } = {}): void {
  const clock = createTurnedClock('2026-03-06T20:00:00.123Z');
  file = createLogFile({ path, lowest: 'info', clock, note: (line) => notes.push(line), ...options });
  const secrets = createSecretRegistry();
  secrets.add('correct horse');
  log = createLogger(createRedactor(secrets), [file]);
}

beforeEach(() => {
  folder = temporaryFolder();
  logs = join(folder.path, 'data', 'logs');
  path = join(logs, 'daybook.log');
  notes = [];
  open();
});

afterEach(async () => {
  await file.close();
  folder.remove();
});

/** Time for the lines on their way to arrive. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

function linesOf(name = 'daybook.log'): Record<string, unknown>[] {
  const text = readFileSync(join(logs, name), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('createLogFile', () => {
  it('writes JSON lines from its level on, with what is under way', async () => {
    await withLogContext({ run_id: 'r1' }, async () => {
      log.info('A run began.', { policy: 'p' });
      await withLogContext({ step_id: 's1', stage: 'fetch' }, async () => log.warn('A step is slow.'));
      log.debug('Nobody sees this.');
    });
    log.error('All is over.');
    await file.close();
    const ts = '2026-03-06T20:00:00.123Z';
    expect(linesOf()).toEqual([
      { ts, level: 'info', message: 'A run began.', run_id: 'r1', policy: 'p' },
      { ts, level: 'warn', message: 'A step is slow.', run_id: 'r1', step_id: 's1', stage: 'fetch' },
      { ts, level: 'error', message: 'All is over.' },
    ]);
    expect(readFileSync(path, 'utf8').split(',', 3).join()).toBe(
      `{"ts":"${ts}","level":"info","message":"A run began."`,
    );
  });

  it('is for its owner alone', async () => {
    log.info('x');
    await file.close();
    expect([statSync(path).mode & 0o777, statSync(logs).mode & 0o777]).toEqual([0o600, 0o700]);
    chmodSync(path, 0o644);
    open();
    log.info('y');
    await file.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('makes nothing before the first line', async () => {
    log.debug('x');
    await file.close();
    expect(existsSync(logs)).toBe(false);
  });

  it('has every line when it is closed, also those of the same moment', async () => {
    for (let count = 0; count < 3000; count += 1) log.info('x', { count });
    await file.close();
    expect(linesOf().map(({ count }) => count)).toEqual(Array.from({ length: 3000 }, (_, count) => count));
    log.error('too late');
    await file.close();
    expect(linesOf()).toHaveLength(3000);
  });

  it('keeps so many files of such a size, the newest lines in the first', async () => {
    open({ maxBytes: 1000, maxFiles: 3 });
    for (let count = 0; count < 100; count += 1) log.info('é'.repeat(20), { count });
    await file.close();
    expect(readdirSync(logs).sort()).toEqual(['daybook.log', 'daybook1.log', 'daybook2.log']);
    const counts = ['daybook2.log', 'daybook1.log', 'daybook.log'].flatMap((name) => {
      expect(statSync(join(logs, name)).size).toBeLessThanOrEqual(1000);
      expect(statSync(join(logs, name)).mode & 0o777).toBe(0o600);
      return linesOf(name).map(({ count }) => Number(count));
    });
    expect(counts).toEqual(Array.from(counts, (_, index) => 100 - counts.length + index));
    expect(counts.length).toBeGreaterThan(14);
  });

  it('goes on in the file that is there, also after half a line', async () => {
    mkdirSync(logs, { recursive: true });
    writeFileSync(path, '{"message":"half a li');
    log.info('next');
    await file.close();
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"message":"half a li\n\{"ts":.*"next"\}\n$/);
  });

  it('goes on when its folder is deleted or its file is moved away', async () => {
    log.info('one');
    await settled();
    rmSync(logs, { recursive: true });
    log.info('two');
    await settled();
    expect(linesOf()).toMatchObject([{ message: 'two' }]);
    renameSync(path, join(logs, 'old.log'));
    log.info('three');
    await file.close();
    expect(linesOf()).toMatchObject([{ message: 'three' }]);
    expect(linesOf('old.log')).toMatchObject([{ message: 'two' }]);
    expect(notes).toEqual([]);
  });

  it('loses lines while the disk is full, says so once, and counts them afterwards', async () => {
    mkdirSync(logs, { recursive: true });
    symlinkSync('/dev/full', path);
    for (let count = 0; count < 50; count += 1) log.info('lost');
    await settled();
    expect(notes).toEqual([
      expect.stringMatching(/^warn: Log lines are being lost, .*daybook\.log .*ENOSPC/),
    ]);
    unlinkSync(path);
    log.info('back');
    await file.close();
    expect(linesOf()).toMatchObject([{ level: 'warn', lost: 50 }, { message: 'back' }]);
  });

  it('ends also while nothing can be written', async () => {
    mkdirSync(join(folder.path, 'data'));
    writeFileSync(logs, 'a file where the folder would be');
    log.error('lost');
    await file.close();
    expect(notes).toHaveLength(1);
  });

  it('grows too large rather than lose lines when nothing can be renamed', async () => {
    open({ maxBytes: 500, maxFiles: 3 });
    mkdirSync(join(logs, 'daybook1.log', 'in the way'), { recursive: true });
    mkdirSync(join(logs, 'daybook2.log', 'too'), { recursive: true });
    for (let count = 0; count < 30; count += 1) log.info('x', { count });
    await file.close();
    expect(linesOf()).toHaveLength(30);
  });

  it('lets nobody forge a line, a time or a level', async () => {
    log.info('a\n{"level":"error"}\r\u0085b\u2028c\u001b[2Jd\u202e', {
      ts: 'x',
      level: 'error\n',
      message: 'y',
      'n\n': 1,
    });
    await file.close();
    const text = readFileSync(path, 'utf8');
    expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(linesOf()).toEqual([
      {
        ts: '2026-03-06T20:00:00.123Z',
        level: 'info',
        message: 'a\n{"level":"error"}\r\u0085b\u2028c\u001b[2Jd\u202e',
        ts_: 'x',
        level_: 'error\n',
        message_: 'y',
        'n\n': 1,
      },
    ]);
  });

  it('keeps text of every script', async () => {
    const text = 'Été à Zürich, ½ €; Ελληνικά; עברית العربية; 日本語 한국어; 👩‍👩‍👧‍👦🔑 e\u0301';
    log.info(text, { [text]: [text] });
    await file.close();
    expect(linesOf()).toMatchObject([{ message: text, [text]: [text] }]);
  });

  it('holds no secret, wherever it was', async () => {
    const url = 'https://x/?key=correct%20horse';
    withLogContext({ run_id: 'correct horse' }, () =>
      log.warn(`GET ${url}`, { error: { url }, 'correct horse': 1 }),
    );
    await file.close();
    expect(readFileSync(path, 'utf8')).not.toMatch(/correct|horse/);
    expect(linesOf()).toMatchObject([{ run_id: '[redacted]', message: 'GET https://x/?key=[redacted]' }]);
  });
});
