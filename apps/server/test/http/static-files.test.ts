import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../../src/serve.ts';
import { temporaryFolder } from '../terminal-fixture.ts';
import { freePort } from './free-port.ts';
import { base, type OpenedDaybook, openDaybook } from './opened-daybook.ts';

const secret = 'lies beside the folder';
const folder = temporaryFolder();
let opened: OpenedDaybook;
let server: RunningServer;
let port: number;

beforeAll(async () => {
  const guiFolder = join(folder.path, 'gui');
  mkdirSync(join(guiFolder, 'assets'), { recursive: true });
  writeFileSync(join(guiFolder, 'index.html'), '<!doctype html><title>GUI</title>');
  writeFileSync(join(guiFolder, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(guiFolder, 'assets', 'key.pem'), secret);
  for (const name of ['secret.txt', 'secret.json', 'secret.html'])
    writeFileSync(join(folder.path, name), secret);
  opened = await openDaybook({ guiFolder });
  port = await freePort();
  server = await startServer({ ...opened.surroundings, port }, { dataFolder: folder.path });
});
afterAll(async () => {
  await server.stop();
  await opened.close();
  folder.remove();
});

const ups = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '....//',
  '..;/',
  '.%2e/',
  '%252e%252e%252f',
];
const targets = ups
  .flatMap((up) => ['/', '/assets/', '//', '/%00/', '/./'].map((start) => `${start}${up}${up}secret`))
  .flatMap((path) => [`${path}.txt`, `${path}.json`, `${path}.html`, `${path}.txt%00.html`])
  .concat(ups.map((up) => `/${up}secret.txt`))
  .concat(['/assets/key.pem', '/assets', '/assets/', '/.%00./secret.txt', `/${'a/'.repeat(3_000)}x.txt`]);

describe('the files of the GUI', () => {
  it('are served with their types', async () => {
    const script = await opened.fetch(new Request(`${base}/assets/app.js`));
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const page = await opened.fetch(new Request(`${base}/runs/run_0`));
    expect(await page.text()).toContain('<title>GUI</title>');
    expect((await opened.fetch(new Request(`${base}/missing.js`))).status).toBe(404);
  });

  it('are all that a path can reach within the process', async () => {
    for (const target of targets) {
      const text = await (await opened.fetch(new Request(`${base}${target}`))).text();
      expect([target, text.includes(secret)]).toEqual([target, false]);
    }
  });

  it('are all that a path can reach over a socket, where nobody tidies it up', async () => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    for (const [index, target] of targets.entries()) {
      const last = index === targets.length - 1 ? 'Connection: close\r\n' : '';
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${last}\r\n`);
    }
    await once(socket, 'close');
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text).not.toContain(secret);
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(targets.length);
  });

  it('say how to build them where they are not', async () => {
    const bare = await openDaybook();
    const answer = await bare.fetch(new Request(`${base}/`));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toContain('npm start');
    await bare.close();
  });
});
