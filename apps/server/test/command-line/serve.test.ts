import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { daybook, marketReview, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const dataFolder = join(folder.path, 'data');
const commandLine = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const environment = { DAYBOOK_DATA_DIR: dataFolder, DAYBOOK_KEY: '5a'.repeat(32) };
let port = 0;
let server: ChildProcess;
let announced: { url: string; sign_in_url: string };

beforeAll(async () => {
  port = await freePort();
  server = spawn(process.execPath, [commandLine, 'serve', '--json', '--port', String(port)], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (server.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  announced = JSON.parse(line) as typeof announced;
}, 30_000);

afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  folder.remove();
});

// One story: each part begins where the one before ended.
describe('daybook serve', () => {
  it('announces where it is and a link that signs in', async () => {
    expect(announced.url).toBe(`http://127.0.0.1:${port}`);
    expect(announced.sign_in_url.startsWith(`${announced.url}/sign-in?code=`)).toBe(true);
    const health = await fetch(`${announced.url}/api/v1/health`);
    expect(await health.json()).toEqual({ status: 'ok' });
  });

  it('writes where it is for the commands of its folder, and for nobody else', () => {
    const file = join(dataFolder, 'server.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ port, pid: server.pid });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives a new sign-in link to whoever starts it again', async () => {
    const again = await daybook(['serve', '--json'], environment);
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('runs already') });
    const { url, sign_in_url: link } = JSON.parse(again.stdout) as typeof announced;
    expect(url).toBe(announced.url);
    const signedIn = await fetch(link, { redirect: 'manual' });
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.get('set-cookie')).toMatch(/^daybook_session=dbk_.*HttpOnly.*SameSite=Strict/);
  });

  it('takes the commands of its folder: the run happens in the server', async () => {
    const run = await daybook(['run', marketReview, '--yes', '--json'], environment);
    // The server was started without a folder of files, so this run can only have failed there.
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('DAYBOOK_FILE_FOLDER') });
    const { items } = (await request('/runs')) as { items: { state: string }[] };
    expect(items).toMatchObject([{ state: 'failed', policy_name: 'market-review', actor: 'person:cli' }]);
  });

  it('keeps the beginning and the end of the run in its log, for its owner alone', async () => {
    const file = join(dataFolder, 'logs', 'daybook.log');
    const { items } = (await request('/runs')) as { items: { id: string }[] };
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { run_id?: string; message: string });
    const told = entries.filter(({ run_id: id }) => id === items[0]?.id).map(({ message }) => message);
    expect(told[0]).toBe('A run is under way.');
    expect(told).toContain('A run ended: failed.');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('prints a token once, which can do no more than it may', async () => {
    const made = await daybook(
      ['token', 'create', '--scopes', 'read,author,run', '--name', 'desk'],
      environment,
    );
    const token = made.stdout.trim();
    expect(token).toMatch(/^dbk_[\w-]{43}$/);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${announced.url}/api/v1/policies`, { headers })).status).toBe(200);
    expect((await fetch(`${announced.url}/api/v1/tokens`, { headers })).status).toBe(403);
    expect(await daybook(['token', 'create', '--scopes', 'read,approve'], environment)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('approve'),
    });
    expect(await daybook(['token', 'create', '--scopes', 'raed'], environment)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"read"'),
    });
  });

  it('refuses a port that is taken and an address of the network', async () => {
    const other = join(folder.path, 'other');
    const taken = await daybook(['serve', '--port', String(port)], { DAYBOOK_DATA_DIR: other });
    expect(taken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--port') });
    const open = await daybook(['serve', '--host', '0.0.0.0'], { DAYBOOK_DATA_DIR: other });
    expect(open).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('network') });
  });

  it('stops when asked to, and takes its file away', async () => {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(existsSync(join(dataFolder, 'server.json'))).toBe(false);
  });

  it('leaves commands that find the file of a killed server to the database itself', async () => {
    writeFileSync(join(dataFolder, 'server.json'), JSON.stringify({ port, pid: server.pid }));
    const { exitCode, stdout } = await daybook(['runs', '--json'], environment);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(1);
  });
});

async function request(path: string): Promise<unknown> {
  const link = JSON.parse((await daybook(['serve', '--json'], environment)).stdout) as typeof announced;
  const signedIn = await fetch(link.sign_in_url, { redirect: 'manual' });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (await fetch(`${announced.url}/api/v1${path}`, { headers: { cookie } })).json();
}
