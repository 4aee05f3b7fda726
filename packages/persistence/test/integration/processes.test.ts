import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';

// The children run the built package: Node 20 can't run TypeScript. The test command builds first.
const child = fileURLToPath(new URL('./child.mjs', import.meta.url));
const databases = createTemporaryDatabases();

afterAll(() => databases.dispose());

describe('a database and several processes', () => {
  it('opens after a process was killed while it wrote, with whole batches only', async () => {
    const file = await databases.newFile();
    const writer = start('write', file);
    const lines = createInterface({ input: stdoutOf(writer) })[Symbol.asyncIterator]();
    let committed = -1;
    while (committed < 3) committed = Number((await lines.next()).value);
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const database = await databases.open(file);
    const batches = await database.read(({ all }) =>
      all('SELECT name, count(*) AS n FROM instruments GROUP BY name'),
    );
    expect(batches.length).toBeGreaterThan(committed);
    expect(batches.filter(({ n }) => n !== 1000)).toEqual([]);
    expect(await database.read(({ all }) => all('PRAGMA integrity_check'))).toEqual([
      { integrity_check: 'ok' },
    ]);
  }, 30_000);

  it('lets processes write by turns without losing a change', async () => {
    const database = await databases.open();
    await database.write(({ run }) => run(`INSERT INTO provider_order (provider, rank) VALUES ('turns', 0)`));
    const results = await Promise.all([finish('count', database.file), finish('count', database.file)]);
    expect(results).toEqual([
      { code: 0, stdout: '', stderr: '' },
      { code: 0, stdout: '', stderr: '' },
    ]);
    const rows = await database.read(({ all }) => all('SELECT rank FROM provider_order'));
    expect(rows).toEqual([{ rank: 100 }]);
  }, 30_000);

  it('prints nothing about a wrong key', async () => {
    const database = await databases.open();
    await database.close();
    const result = await finish('count', database.file, randomBytes(32));
    expect(result).toEqual({ code: 0, stdout: 'store.key-rejected\n', stderr: '' });
  }, 30_000);
});

function start(task: string, file: string, key: Uint8Array = databases.key): ChildProcess {
  const argv = [child, task, file, Buffer.from(key).toString('hex')];
  return spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function finish(task: string, file: string, key?: Uint8Array) {
  const started = start(task, file, key);
  const [stdout, stderr, code] = await Promise.all([
    text(stdoutOf(started)),
    text(started.stderr ?? []),
    exitCode(started),
  ]);
  return { code, stdout, stderr };
}

function exitCode(started: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => started.once('exit', resolve));
}

function stdoutOf({ stdout }: ChildProcess): NodeJS.ReadableStream {
  if (stdout === null) throw new TypeError('the child has no stdout');
  return stdout;
}

async function text(stream: AsyncIterable<unknown> | Iterable<unknown>): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}
