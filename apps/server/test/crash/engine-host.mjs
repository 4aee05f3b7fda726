import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createClient } from '@daybook/api-contract';

const entry = fileURLToPath(new URL('engine-process.mjs', import.meta.url));

/**
 * @typedef {object} EngineOptions
 * @property {string} dataFolder
 * @property {string} fileFolder
 * @property {number} port
 * @property {string} key 64 hex digits.
 * @property {number} clockOffsetMs Added to the clock of the machine.
 * @property {string} [smtpUrl]
 * @property {string} [deliveryFolder] A folder `deliveries` in the data folder when it is left out.
 * @property {{ point: string, moment: 'before' | 'after', call: number, signal?: string }} [kill]
 *   Where the process kills itself, or sends itself another signal; calls of a point are counted from 1 since the folder
 *   was opened.
 * @property {object} [full] Where the disk becomes full, a place like that of `kill`; and `free`, where there is room again.
 * @property {object} [broken] Where the disk breaks, a place like that of `kill`, with `file` and `text`: what is written
 *   where `broken-disk.c` looks.
 * @property {string} [traceFile] Told of every call of a store that may change something.
 */

/** A port of loopback that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a process that loads the built server and then waits for a data folder to open.
 * @param {Record<string, string>} [env] More of its environment than the path of programs.
 */
export function startHost(env = {}) {
  const child = fork(entry, [], {
    env: { PATH: process.env.PATH ?? '', ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = [];
  let dead = false;
  const exited = once(child, 'exit').then(() => {
    dead = true;
  });
  child.stderr.on('data', (chunk) => log.push(chunk.toString('utf8')));
  // A process that dies while it is told something takes the channel with it.
  child.on('error', () => undefined);

  const waiting = answer('waiting');
  function answer(kind) {
    return new Promise((resolve, reject) => {
      const hear = (message) => {
        if (message.kind !== kind && message.kind !== 'failed') return;
        child.off('message', hear);
        if (message.kind === kind) resolve(message);
        else reject(Object.assign(new Error(message.message), { code: message.code }));
      };
      child.on('message', hear);
      void exited.then(() => resolve(undefined));
    });
  }

  return {
    pid: child.pid,
    exited,
    get isDead() {
      return dead;
    },
    /** What it wrote to standard error since it opened the folder. */
    log: () => log.join(''),
    /** Resolves when the process is ready to open a folder. */
    waiting,
    /**
     * Serves a data folder.
     * @param {EngineOptions} options
     * @returns a client, or `undefined` when the process died before it answered.
     */
    async open(options, token) {
      await waiting;
      log = [];
      const answered = answer('open');
      child.send({ kind: 'open', options }, () => undefined);
      const message = await answered;
      return message && createClient({ baseUrl: message.url, token, fetch });
    },
    /** Stops serving the folder, as when the server is asked to stop. */
    async close() {
      const answered = answer('closed');
      child.send({ kind: 'close' }, () => undefined);
      await answered;
    },
    /** There is room on the disk again. */
    free() {
      child.send({ kind: 'free' });
    },
    signal: (name) => child.kill(name),
    /** `kill -9`. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
