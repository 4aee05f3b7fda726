import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTokens } from '@daybook/guardrails';
import { createTokenStore, openDatabase } from '@daybook/persistence';
import { randomBytes } from 'node:crypto';
import { createRandomIds } from '../../src/random-ids.ts';
import { parsePowerLine } from '../../src/service/watch-sleep.ts';
import { systemClock } from '../../src/system-clock.ts';
import { daybook } from '../terminal-fixture.ts';
import { createMachine, type Machine } from './service-fixture.ts';

const key = '5a'.repeat(32);
const line = (value: string) =>
  `/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (${value},)`;

interface Told {
  readonly event: string;
  readonly token: string;
  readonly changeHeader: string | undefined;
}

let machine: Machine;
let server: Server;
/** How the server answers the next events; 204 when the list is empty. */
let statuses: number[];
let told: Told[];
let calls: string[];

beforeEach(async () => {
  machine = createMachine();
  [statuses, told, calls] = [[], [], []];
  server = createServer((request, response) => {
    void answer(request).then((status) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? '{"status":"ok"}' : undefined);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  mkdirSync(machine.dataFolder);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  machine.remove();
});

async function answer(request: IncomingMessage): Promise<number> {
  const { method, url, headers } = request;
  const body = await text(request);
  calls.push(`${method} ${url}`);
  if (url !== '/api/v1/system/power') return method === 'GET' ? 200 : 204;
  const { event } = JSON.parse(body) as { event: string };
  const token = (headers.authorization ?? '').replace('Bearer ', '');
  told.push({ event, token, changeHeader: headers['x-daybook'] as string | undefined });
  server.emit('told');
  return statuses.shift() ?? 204;
}

function announceServer(): void {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const file = { host: '127.0.0.1', port, pid: process.pid };
  writeFileSync(join(machine.dataFolder, 'server.json'), JSON.stringify(file));
}

const environment = () => ({
  PATH: machine.programs,
  DAYBOOK_DATA_DIR: machine.dataFolder,
  DAYBOOK_KEY: key,
});

/** Resolves after so many events reached the server. */
async function heard(count: number): Promise<void> {
  while (told.length < count) await once(server, 'told');
}

describe('daybook power suspend and resume', () => {
  it('tell the running server, with a token that may and that ends', async () => {
    announceServer();
    for (const event of ['suspend', 'resume']) {
      const outcome = await daybook(['power', event], environment());
      expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    }
    expect(told.map(({ event }) => event)).toEqual(['suspend', 'resume']);
    expect(told[0]?.changeHeader).toBe('1');
    expect(calls.filter((call) => call === 'DELETE /api/v1/session')).toHaveLength(2);
    const database = await openDatabase({
      file: join(machine.dataFolder, 'daybook.db'),
      key: Buffer.from(key, 'hex'),
    });
    const tokens = createTokens({
      store: createTokenStore(database),
      clock: systemClock,
      ids: createRandomIds(() => Date.now()),
      randomBytes,
    });
    expect(await tokens.authenticate(told[0]?.token ?? '')).toMatchObject({ scopes: ['read', 'admin'] });
    await database.close();
  });

  it('do nothing, quietly, when no server runs', async () => {
    const outcome = await daybook(['power', 'suspend'], environment());
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(existsSync(join(machine.dataFolder, 'daybook.db'))).toBe(false);
    const asked = await daybook(['power', 'resume', '--json'], environment());
    expect(JSON.parse(asked.stdout)).toEqual({ event: 'resume', told: false });
  });

  it('say that the server refused', async () => {
    announceServer();
    statuses = [500];
    const outcome = await daybook(['power', 'resume'], environment());
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain('daybook: ');
  });
});

describe('daybook power watch', () => {
  /** Prints, then waits as gdbus does. */
  const addMonitor = (lines: readonly string[], ending = 'exec /bin/sleep 60') =>
    machine.addProgram('gdbus', `/bin/cat <<'LINES'\n${lines.join('\n')}\nLINES\n${ending}`);

  it('tells the server what logind announces, in order', async () => {
    announceServer();
    addMonitor([
      'Monitoring signals on object /org/freedesktop/login1 owned by org.freedesktop.login1',
      'The name org.freedesktop.login1 is owned by :1.5',
      `/org/freedesktop/login1: org.freedesktop.login1.Manager.SessionNew ('c2', '/x')`,
      line('true'),
      '/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForShutdown (true,)',
      line('false'),
      '',
      line('true'),
    ]);
    const interrupt = new AbortController();
    const watching = daybook(['power', 'watch'], environment(), interrupt.signal);
    await heard(3);
    interrupt.abort();
    expect(await watching).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.map(({ event }) => event)).toEqual(['suspend', 'resume', 'suspend']);
    expect(machine.takeCalls()[0]).toBe(
      'gdbus monitor --system --dest org.freedesktop.login1 --object-path /org/freedesktop/login1',
    );
  });

  it('goes on when an event could not be told', async () => {
    announceServer();
    statuses = [500];
    addMonitor([line('true'), line('false')]);
    const interrupt = new AbortController();
    const watching = daybook(['power', 'watch'], environment(), interrupt.signal);
    await heard(2);
    interrupt.abort();
    const { exitCode, stderr } = await watching;
    expect(exitCode).toBe(0);
    expect(stderr).toContain('could not be told of suspend');
    expect(told.map(({ event }) => event)).toEqual(['suspend', 'resume']);
  });

  it('has the machine wait until the server was told, and again after it woke up', async () => {
    announceServer();
    const log = join(machine.home, 'log');
    machine.addProgram('systemd-inhibit', `echo "held $2" >> '${log}'\n/bin/cat\necho released >> '${log}'`);
    // Each announcement comes when the one before has had its effect.
    const until = (count: number, word: string) =>
      `until [ "$(/bin/grep -c ${word} '${log}' 2>/dev/null)" = ${count} ]; do
  tries=$((tries + 1)); [ "$tries" -gt 400 ] && exit 3
  /bin/sleep 0.05
done`;
    machine.addProgram(
      'gdbus',
      [
        until(1, 'held'),
        `echo '${line('true')}'`,
        until(1, 'released'),
        `echo '${line('false')}'`,
        until(2, 'held'),
      ].join('\n'),
    );
    const { exitCode, stderr } = await daybook(['power', 'watch'], environment());
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'The announcements of logind ended.\n' });
    expect(told.map(({ event }) => event)).toEqual(['suspend', 'resume']);
    expect(readFileSync(log, 'utf8').split('\n').slice(0, 3)).toEqual([
      'held --mode=delay',
      'released',
      'held --mode=delay',
    ]);
  });

  it('says that gdbus is needed', async () => {
    const { exitCode, stderr } = await daybook(['power', 'watch'], environment());
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needs gdbus');
  });
});

describe('a line of gdbus', () => {
  it.each([
    [line('true'), 'suspend'],
    [`${line('false')}\r`, 'resume'],
    ['/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true)', 'suspend'],
    [`x ${line('true')}`, undefined],
    [`/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleepX (true,)`, undefined],
    [line('true').slice(0, -3), undefined],
    [`/org/freedesktop/login1/session/1: org.freedesktop.login1.Manager.PrepareForSleep (true,)`, undefined],
    ['', undefined],
  ])('%j tells %s', (text, event) => {
    expect(parsePowerLine(text)).toBe(event);
  });
});
