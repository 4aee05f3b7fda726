import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../http/free-port.ts';

/** A server process whose clock the test turns. */
export interface ServedProcess {
  readonly url: string;
  readonly signInUrl: string;
  /** What it wrote to standard error. */
  readonly log: () => string;
  setClock(now: string): void;
  /** SIGSTOP and SIGCONT: it stands still in between, as on a machine that sleeps. */
  standStill(): void;
  goOn(): void;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

export interface ServedOptions {
  readonly dataFolder: string;
  /** Where its clock stands; `real` for the one of the machine. */
  readonly now: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts the built server on a free port. */
export async function startServed({ dataFolder, now, environment }: ServedOptions): Promise<ServedProcess> {
  const entry = fileURLToPath(new URL('served-process.mjs', import.meta.url));
  const child = fork(entry, [dataFolder, String(await freePort()), now], {
    // Nothing of the surroundings of the tests, such as their loader or other settings of Daybook.
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const log: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString('utf8')));
  const { url, signInUrl } = await firstMessage(child, log);
  return {
    url,
    signInUrl,
    log: () => log.join(''),
    setClock: (instant) => child.send({ now: instant }),
    standStill: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function firstMessage(
  child: ChildProcess,
  log: readonly string[],
): Promise<{ readonly url: string; readonly signInUrl: string }> {
  const failed = once(child, 'exit').then(() => {
    throw new Error(`The server ended before it answered:\n${log.join('')}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), failed])) as unknown[];
  failed.catch(() => undefined);
  return message as { url: string; signInUrl: string };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Asks again until the answer is there, for half a minute. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 30_000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('What the test waits for did not come.');
}
