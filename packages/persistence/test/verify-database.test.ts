import { randomInt } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { EngineError } from '@daybook/kernel';
import { type Database, verifyDatabase } from '@daybook/persistence';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openWriteConnection } from '../src/sqlcipher-connection.ts';
import { fill } from './filled-database.ts';
import { createTemporaryDatabases } from './temporary-databases.ts';

const databases = createTemporaryDatabases();
const { key } = databases;

afterAll(() => databases.dispose());

/** Verifies a filled database after statements that the engine itself would never run. */
async function verified(...statements: readonly string[]) {
  const database = await databases.open();
  await fill(database);
  for (const sql of statements) await database.write(({ run }) => run(sql));
  return verifyDatabase({ file: database.file, key });
}

async function problemsOf(...statements: readonly string[]) {
  const { ok, checks } = await verified(...statements);
  expect(ok).toBe(false);
  return Object.fromEntries(
    checks.flatMap(({ name, ok: fine, problems }) => (fine ? [] : [[name, problems]])),
  );
}

/** The long form is for whoever changes what is verified. */
const flips = process.env['DAYBOOK_LONG'] === '1' ? 200 : 50;

describe('verifyDatabase', () => {
  it('finds nothing wrong with a sound database, while it is open', async () => {
    const { ok, checks } = await verified();
    expect(checks.map(({ name, problems }) => [name, problems])).toEqual([
      ['pages', []],
      ['structure', []],
      ['payloads', []],
      ['artifacts', []],
      ['reports', []],
      ['policies', []],
      ['audit', []],
    ]);
    expect(checks.slice(2).map(({ examined }) => examined)).toEqual([3, 1, 1, 1, 1]);
    expect(ok).toBe(true);
  });

  it('tells how far it got', async () => {
    const database: Database = await databases.open();
    await fill(database, 20);
    const told: string[] = [];
    await verifyDatabase({
      file: database.file,
      key,
      onProgress: ({ name, examined, total }) => told.push(`${name} ${examined}/${total}`),
    });
    expect(told.filter((line) => line.startsWith('payloads'))).toEqual([
      'payloads 8/20',
      'payloads 16/20',
      'payloads 20/20',
    ]);
  });

  it('tells contents that do not have their hash', async () => {
    const other = `(SELECT content FROM payloads WHERE rowid = 2)`;
    expect(await problemsOf(`UPDATE payloads SET content = ${other} WHERE rowid = 1`)).toEqual({
      payloads: [expect.stringMatching(/^The payload [0-9a-f]{64} is not what its hash was made of\.$/)],
    });
    expect(await problemsOf(`UPDATE artifacts SET content = x'00'`)).toEqual({
      artifacts: [expect.stringMatching(/^The artifact art_1 can't be read/)],
    });
    expect(await problemsOf(`UPDATE report_versions SET snapshot_sha256 = '${'0'.repeat(64)}'`)).toEqual({
      reports: [expect.stringContaining('Version 1 of the report')],
    });
  });

  it('tells a policy that was changed behind its trigger, and the trigger', async () => {
    const problems = await problemsOf(
      'DROP TRIGGER policy_versions_never_change',
      `UPDATE policy_versions SET document = json_set(document, '$.name', 'other')`,
    );
    expect(problems).toEqual({
      policies: [expect.stringContaining('Version 1 of the policy')],
      audit: [expect.stringContaining('policy_versions_never_change')],
    });
  });

  it('tells a gap in the audit log', async () => {
    const trigger = `CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log BEGIN SELECT 1; END`;
    const entry = `INSERT INTO audit_log SELECT max(sequence) + 1, at, actor, action, subject, details FROM audit_log`;
    const problems = await problemsOf(
      'DROP TRIGGER audit_log_stays',
      entry,
      entry,
      'DELETE FROM audit_log WHERE sequence = 2',
      trigger,
    );
    expect(problems).toEqual({
      audit: [
        'audit_log has 2 entries, numbered 1 to 3: entries are missing.',
        'The trigger audit_log_stays is not as it was made.',
      ],
    });
  });

  it('tells references that lead nowhere', async () => {
    const database = await databases.open();
    await fill(database);
    await database.close();
    await withoutForeignKeys(
      database.file,
      `UPDATE payload_origins SET payload_sha256 = '${'0'.repeat(64)}'`,
    );
    const { checks } = await verifyDatabase({ file: database.file, key });
    expect(checks[1]).toMatchObject({ name: 'structure', ok: false });
    expect(checks[1]?.problems[0]).toBe(
      'A row of payload_origins leads to a row of payloads that is not there.',
    );
  });

  it(`detects every one of ${flips} single bits that flip`, async () => {
    const database = await databases.open();
    await fill(database, 40);
    await database.close();
    const { size } = await stat(database.file);
    const before = await readFile(database.file);
    const missed: number[] = [];
    for (let turn = 0; turn < flips; turn += 1) {
      const bit = randomInt(size * 8);
      await flip(database.file, bit);
      if (!(await isDetected(database.file))) missed.push(bit);
      await flip(database.file, bit);
    }
    expect(missed).toEqual([]);
    expect((await readFile(database.file)).equals(before)).toBe(true);
  }, 120_000);
});

async function withoutForeignKeys(file: string, sql: string): Promise<void> {
  const connection = await openWriteConnection({ file, key });
  await connection.all('PRAGMA foreign_keys = off');
  await connection.run(sql);
  await connection.close();
}

async function flip(file: string, bit: number): Promise<void> {
  const handle = await open(file, 'r+');
  const at = Math.floor(bit / 8);
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  buffer.writeUInt8(buffer.readUInt8(0) ^ (1 << (bit % 8)), 0);
  await handle.write(buffer, 0, 1, at);
  await handle.close();
}

async function isDetected(file: string): Promise<boolean> {
  try {
    return !(await verifyDatabase({ file, key })).ok;
  } catch (cause) {
    return EngineError.isInstance(cause) && ['store.damaged', 'store.key-rejected'].includes(cause.code);
  }
}
