import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { changeKey, openDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findDatabaseKey, findExistingKey, recoveryKeyNotice } from '../../src/database-key.ts';
import {
  keepNextKey,
  makeNextKey,
  type NextKey,
  promoteNextKey,
  settleKeyChange,
} from '../../src/key-change.ts';
import { parseRecoveryKey, toRecoveryKey } from '../../src/recovery-key.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';
import { atTerminal, leaveMark, markIn, type Environment } from './custody-fixture.ts';

const folder = temporaryFolder();
const passphrase = 'correct horse battery';
const other = 'staple of another kind';
let count = 0;

afterAll(() => folder.remove());

/** A new data folder with a database whose key comes from there. */
async function dataFolderWith(variables: Environment) {
  count += 1;
  const data = join(folder.path, String(count));
  const environment = { DAYBOOK_DATA_DIR: data, ...variables };
  await leaveMark(data, findDatabaseKey(join(data, 'daybook.db'), environment).key, 'mine');
  return { data, environment };
}

function keyIn(data: string, environment: Environment): Uint8Array {
  return findExistingKey(join(data, 'daybook.db'), environment).key;
}

describe('daybook key', () => {
  it('shows the recovery key of a new key file once, and for whoever asks', async () => {
    const data = join(folder.path, 'new');
    const environment = { DAYBOOK_DATA_DIR: data };
    const { stderr } = await atTerminal(['runs'], environment, []);
    const recoveryKey = toRecoveryKey(keyIn(data, environment));
    expect(stderr).toContain(recoveryKeyNotice(keyIn(data, environment)).join('\n'));
    await leaveMark(data, keyIn(data, environment), 'mine');
    expect((await atTerminal(['runs'], environment, [])).stderr).not.toContain(recoveryKey);

    expect(await atTerminal(['key', 'show'], environment, ['no'])).toMatchObject({ exitCode: 3, stdout: '' });
    expect(await atTerminal(['key', 'show'], environment, ['show'])).toMatchObject({
      exitCode: 0,
      stdout: `${recoveryKey}\n`,
    });
    const json = await atTerminal(['key', 'show', '--json'], environment, ['show']);
    expect(JSON.parse(json.stdout)).toEqual({ recovery_key: recoveryKey });
    for (const args of [
      ['key', 'show'],
      ['key', 'show', '--json'],
      ['key', 'change'],
    ]) {
      const refused = await daybook(args, { ...environment, DAYBOOK_KEY: '' });
      expect(refused.exitCode).toBe(3);
      expect(refused.stdout).not.toContain(recoveryKey.slice(0, 9));
    }
    expect(await markIn(data, parseRecoveryKey(recoveryKey, 'It'))).toBe('mine');
    const known = { DAYBOOK_DATA_DIR: data, DAYBOOK_KEY: recoveryKey };
    expect(await atTerminal(['verify'], known, [])).toMatchObject({ exitCode: 0 });
  });

  it('changes a key file to another, to a passphrase, and back', async () => {
    const { data, environment } = await dataFolderWith({});
    const first = keyIn(data, environment);
    expect(await atTerminal(['key', 'change'], environment, [''])).toMatchObject({ exitCode: 0 });
    const second = keyIn(data, environment);
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(false);
    expect(await markIn(data, second)).toBe('mine');
    expect(statSync(join(data, 'daybook.key')).mode & 0o777).toBe(0o600);

    const changed = await atTerminal(['key', 'change', '--json'], environment, [passphrase, passphrase]);
    expect(JSON.parse(changed.stdout)).toEqual({ changed: true, kept_in: 'passphrase' });
    expect(existsSync(join(data, 'daybook.key'))).toBe(false);
    expect(await atTerminal(['verify'], environment, [])).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('DAYBOOK_PASSPHRASE'),
    });
    const phrased = { ...environment, DAYBOOK_PASSPHRASE: passphrase };
    expect(await markIn(data, keyIn(data, phrased))).toBe('mine');

    const salt = readFileSync(join(data, 'daybook.salt'), 'utf8');
    expect(await atTerminal(['key', 'change'], phrased, [other, other])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(data, 'daybook.salt'), 'utf8')).not.toBe(salt);
    expect(await atTerminal(['verify'], phrased, [])).toMatchObject({ exitCode: 5 });

    const again = { ...environment, DAYBOOK_PASSPHRASE: other };
    expect(await atTerminal(['key', 'change'], again, [''])).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(data, 'daybook.salt'))).toBe(false);
    expect(await markIn(data, keyIn(data, environment))).toBe('mine');
  });

  it('hands a key of the environment over before the database needs it', async () => {
    const { data, environment } = await dataFolderWith({ DAYBOOK_KEY: '5a'.repeat(32) });
    let shown = '';
    const lastGroup = (seen: string): string => {
      shown = /([0-9a-f]{4}-){16}[0-9a-f]{4}/.exec(seen)?.[0] ?? '';
      return shown.slice(-4);
    };
    expect(await atTerminal(['key', 'change'], environment, ['', 'nope'])).toMatchObject({ exitCode: 3 });
    expect(await markIn(data, keyIn(data, environment))).toBe('mine');
    expect(await atTerminal(['key', 'change'], environment, ['', lastGroup])).toMatchObject({ exitCode: 0 });
    expect(await markIn(data, parseRecoveryKey(shown, 'It'))).toBe('mine');
  });

  it('changes nothing when the passphrases differ, are short, or somebody has the database open', async () => {
    const { data, environment } = await dataFolderWith({});
    const key = keyIn(data, environment);
    const change = (...answers: string[]) => atTerminal(['key', 'change'], environment, answers);
    expect(await change(passphrase, other)).toMatchObject({ exitCode: 2 });
    expect(await change('short')).toMatchObject({ exitCode: 2 });
    const database = await openDatabase({ file: join(data, 'daybook.db'), key });
    expect(await change(passphrase, passphrase)).toMatchObject({ exitCode: 1 });
    await database.close();
    expect(existsSync(join(data, 'daybook.salt.next'))).toBe(false);
    expect(await markIn(data, keyIn(data, environment))).toBe('mine');
  });
});

const ways: readonly { from: Environment; to: Environment; next: () => NextKey }[] = [
  { from: {}, to: {}, next: () => makeNextKey('file') },
  { from: {}, to: { DAYBOOK_PASSPHRASE: other }, next: () => makeNextKey({ passphrase: other }) },
  { from: { DAYBOOK_PASSPHRASE: passphrase }, to: {}, next: () => makeNextKey('file') },
  {
    from: { DAYBOOK_PASSPHRASE: passphrase },
    to: { DAYBOOK_PASSPHRASE: other },
    next: () => makeNextKey({ passphrase: other }),
  },
];

describe('a change of the key that was interrupted', () => {
  for (const [number, { from, to, next }] of ways.entries()) {
    it(`opens with the old key before the database has the new one (${number + 1})`, async () => {
      const { data, environment } = await dataFolderWith(from);
      keepNextKey(data, next());
      await settleKeyChange(data, environment);
      expect(leftovers(data)).toEqual([]);
      expect(await markIn(data, keyIn(data, environment))).toBe('mine');
    });

    it(`opens with the new key afterwards (${number + 1})`, async () => {
      const { data, environment } = await dataFolderWith(from);
      const made = next();
      await changeKey({
        file: join(data, 'daybook.db'),
        key: keyIn(data, environment),
        newKey: made.key,
        keepNewKey: () => keepNextKey(data, made),
      });
      const now = { DAYBOOK_DATA_DIR: data, ...to };
      await settleKeyChange(data, now);
      expect(leftovers(data)).toEqual([]);
      promoteNextKey(data, made.kind);
      expect(await markIn(data, keyIn(data, now))).toBe('mine');
    });
  }

  it('asks for the new passphrase when only that opens the database', async () => {
    const { data, environment } = await dataFolderWith({});
    const made = makeNextKey({ passphrase: other });
    const keepNewKey = () => keepNextKey(data, made);
    const key = keyIn(data, environment);
    await changeKey({ file: join(data, 'daybook.db'), key, newKey: made.key, keepNewKey });
    expect(await atTerminal(['verify'], environment, [])).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('set DAYBOOK_PASSPHRASE to the new passphrase'),
    });
    expect(leftovers(data)).toEqual(['daybook.salt.next']);
    const now = { ...environment, DAYBOOK_PASSPHRASE: other };
    expect(await atTerminal(['verify'], now, [])).toMatchObject({ exitCode: 0 });
    expect(leftovers(data)).toEqual([]);
  });
});

function leftovers(data: string): readonly string[] {
  return ['daybook.key.next', 'daybook.salt.next'].filter((name) => existsSync(join(data, name)));
}
