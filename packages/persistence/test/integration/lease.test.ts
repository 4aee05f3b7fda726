import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { toInstant, toRunId } from '@daybook/kernel';
import { createLeaseStore, createRunStore, type Database } from '@daybook/persistence';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';

// The children run the built package: Node 20 can't run TypeScript. The test command builds first.
const child = fileURLToPath(new URL('./lease-child.mjs', import.meta.url));
const databases = createTemporaryDatabases();
const started: Asker[] = [];

afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL');
});

afterAll(() => databases.dispose());

describe('the lease of a database and several processes', () => {
  it('is given to one of those who ask at once', async () => {
    const { file } = await databases.open();
    const askers = [start(file, 60), start(file, 60)];
    const answers = await Promise.all(askers.map(({ next }) => next()));
    expect(answers.toSorted()).toEqual(['held', 'taken']);
  }, 30_000);

  it('lets only the one who took it over commit, once it has expired', async () => {
    const database = await databases.open();
    const holder = start(database.file, 0.001);
    expect(await holder.next()).toBe('held');
    expect(await holder.create('run_1')).toBe('created');

    expect((await take(database)).kind).toBe('held');
    expect(await holder.create('run_2')).toBe('run.fenced');
    const runs = createRunStore(database);
    expect((await runs.read(toRunId('run_1')))?.state).toEqual({ status: 'queued' });
    expect(await runs.read(toRunId('run_2'))).toBeUndefined();
  }, 30_000);

  it('is taken from a process that was killed, long before it expires', async () => {
    const database = await databases.open();
    const holder = start(database.file, 3600);
    expect(await holder.next()).toBe('held');
    expect((await take(database)).kind).toBe('taken');
    holder.process.kill('SIGKILL');
    await once(holder.process, 'exit');
    const answer = await take(database);
    expect(answer).toMatchObject({ kind: 'held', lease: { holder: 'there:1', fence: 2 } });
  }, 30_000);
});

interface Asker {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that it prints. */
  readonly next: () => Promise<string>;
  readonly create: (runId: string) => Promise<string>;
}

function start(file: string, seconds: number): Asker {
  const argv = [child, file, Buffer.from(databases.key).toString('hex'), String(seconds)];
  const asker = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: asker.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const create = (runId: string) => {
    asker.stdin.write(`${runId}\n`);
    return next();
  };
  const handle = { process: asker, next, create };
  started.push(handle);
  return handle;
}

/** Asks for the lease from this process, a second from now, so that one of a moment has expired. */
function take(database: Database) {
  const at = Date.now() + 1000;
  return createLeaseStore(database).acquire({
    holder: 'there:1',
    at: toInstant(at),
    expiresAt: toInstant(at + 60_000),
    isGone: (holder) => !isAlive(Number(holder.split(':')[1])),
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
