import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentSecrets } from '../../src/logging/environment-secrets.ts';
import { surroundingsOf } from '../../src/surroundings.ts';
import { temporaryFolder } from '../terminal-fixture.ts';

let folder: ReturnType<typeof temporaryFolder>;
let notes: string[];

beforeEach(() => {
  folder = temporaryFolder();
  notes = [];
});

afterEach(() => folder.remove());

function opened(log: 'file' | 'terminal', environment: Readonly<Record<string, string>>) {
  return surroundingsOf(
    { dataFolder: folder.path, fileFolder: undefined, warnAboutKey: false, log },
    {
      environment,
      platform: process.platform,
      print: () => undefined,
      note: (line) => notes.push(line),
      signal: new AbortController().signal,
    },
  );
}

const canaries = {
  DAYBOOK_KEY: 'c4'.repeat(32),
  DAYBOOK_PASSPHRASE: 'Nine lives, each one spent',
  DAYBOOK_TOKEN: 'not-a-token-of-the-usual-shape',
  DAYBOOK_FMP_API_KEY: 'fmp/Key+1',
  DAYBOOK_SMTP_URL: 'smtps://me%40example.org:p%40ss%2Fword@mail.example.org:465',
};

describe('surroundingsOf', () => {
  it('logs into the data folder, with warnings on standard error, and no secret of the environment in either', async () => {
    const { log, closeLog } = opened('file', canaries);
    const values = [...Object.values(canaries), 'p@ss/word'];
    for (const value of values) {
      log.info(`info ${value}`, { value: encodeURIComponent(value) });
      log.warn(`warn ${Buffer.from(value).toString('base64')}`, { value });
    }
    await closeLog();
    const text = readFileSync(join(folder.path, 'logs', 'daybook.log'), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(2 * values.length);
    expect(notes).toHaveLength(values.length);
    for (const place of [text, notes.join('\n')]) {
      for (const value of [...values.filter((value) => !value.startsWith('smtps:')), 'p%40ss']) {
        expect(place).not.toContain(value);
        expect(place).not.toContain(encodeURIComponent(value));
        expect(place).not.toContain(Buffer.from(value).toString('base64'));
      }
    }
  });

  it('obeys DAYBOOK_LOG_LEVEL for both', async () => {
    const { log, closeLog } = opened('file', {
      DAYBOOK_KEY: canaries.DAYBOOK_KEY,
      DAYBOOK_LOG_LEVEL: 'error',
    });
    log.warn('a');
    log.error('b');
    await closeLog();
    expect(notes).toEqual(['error: b']);
    const text = readFileSync(join(folder.path, 'logs', 'daybook.log'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ level: 'error', message: 'b' });
  });

  it('leaves commands at standard error', async () => {
    const { log, closeLog } = opened('terminal', canaries);
    log.warn(`a ${canaries.DAYBOOK_FMP_API_KEY}`);
    log.info('b');
    await closeLog();
    expect(notes).toEqual(['warn: a [redacted]']);
    expect(existsSync(join(folder.path, 'logs'))).toBe(false);
  });

  it('takes secrets that are set later out of lines and other text', () => {
    const { log, secrets, redactor } = opened('terminal', canaries);
    secrets.add('changed in the settings');
    log.error('login with changed in the settings');
    expect(notes).toEqual(['error: login with [redacted]']);
    expect(redactor.text('"changed+in+the+settings"')).toBe('"[redacted]"');
  });
});

describe('environmentSecrets', () => {
  it('finds the password in a URL that is none', () => {
    const passwords = (url: string) => environmentSecrets({ DAYBOOK_SMTP_URL: url });
    expect(passwords('smtp://me:half%of/it@else@host')).toEqual(['half%of/it@else']);
    expect(passwords('smtp://host')).toEqual([]);
    expect(
      environmentSecrets({ DAYBOOK_DATA_DIR: '/x', HOME: '/y', OTHER_TOKEN: 'z', DAYBOOK_TOKEN: '' }),
    ).toEqual([]);
  });
});
