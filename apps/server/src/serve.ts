import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { type Clock, EngineError, type Logger, toEngineError } from '@daybook/kernel';
import { baseUrl, composeDaybook, type Daybook, type Surroundings } from './compose.ts';
import { createSignInLink } from './http/sign-in.ts';
import { systemClock } from './system-clock.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';

/** A server that answers. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:4310`. */
  readonly url: string;
  /** Signs a browser in, once. */
  createSignInLink(): Promise<string>;
  /** Stops accepting, lets runs under way end, cancels those that take too long, and closes the database. */
  stop(): Promise<void>;
}

/** What a server is started for. */
export interface ServerChoices {
  /** Where the commands of this machine look for the server. */
  readonly dataFolder: string;
  /** A policy that a database without any gets as its first, for a person to look at. */
  readonly firstPolicyFile?: string;
}

/** How long runs may go on after the server was asked to stop, in milliseconds. */
const shutdownGraceMs = 10_000;

/** How often notices that could not be mailed are tried again, in milliseconds. */
const noticeIntervalMs = 60_000;

/**
 * Starts the server, the scheduler and the GUI.
 * @throws {EngineError} `usage.invalid` when the port is taken; and as {@link composeDaybook}.
 */
export async function startServer(
  surroundings: Surroundings,
  { dataFolder, firstPolicyFile }: ServerChoices,
): Promise<RunningServer> {
  const daybook = await composeDaybook({ ...surroundings, warmSql: true });
  const { host, port, clock, log } = surroundings;
  const url = baseUrl(host, port);
  const background = new AbortController();
  try {
    const server = await bind(daybook, host, port);
    if (firstPolicyFile !== undefined) await daybook.offerFirstPolicy(firstPolicyFile);
    writeServerFile(dataFolder, { port, host, pid: process.pid });
    const loops = [
      runPolicies(daybook, { clock, log, signal: background.signal }),
      mailNotices(daybook, { clock, log, signal: background.signal }),
      watchScheduler(daybook, { log, signal: background.signal }),
    ];
    return {
      url,
      createSignInLink: () => createSignInLink(daybook.tokens, url),
      async stop() {
        removeServerFile(dataFolder, process.pid);
        background.abort();
        await Promise.allSettled(loops);
        const closed = closeServer(server);
        await daybook.live.drain(shutdownGraceMs);
        // Also the connections that a browser keeps open for later, and streams that nobody feeds any more.
        server.closeAllConnections();
        await closed;
        await daybook.close();
      },
    };
  } catch (cause) {
    background.abort();
    await daybook.close();
    throw cause;
  }
}

function bind({ app }: Daybook, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: app.fetch, hostname: host, port }, () => resolve(server)) as Server;
    server.once('error', (cause: NodeJS.ErrnoException) => reject(bindFailure(cause, host, port)));
  });
}

function bindFailure(cause: NodeJS.ErrnoException, host: string, port: number): EngineError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `another program uses port ${port}. Choose another one with --port or DAYBOOK_PORT`,
    EACCES: `this user may not use port ${port}. Choose one above 1024 with --port or DAYBOOK_PORT`,
    EADDRNOTAVAIL: `this machine has no address ${host}. Leave --host out`,
  };
  const reason = reasons[cause.code ?? ''] ?? cause.message;
  return new EngineError('usage.invalid', `The server could not start: ${reason}.`, { cause });
}

/** Takes no new connections; resolves when the last one has ended. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** How long to wait for the lease before asking again, in milliseconds. */
const leasePauseMs = 1_000;

/** Works through the schedules for as long as this process holds the lease, and waits for it when another one does. */
async function runPolicies({ lease, scheduler }: Daybook, { clock, log, signal }: Loop): Promise<void> {
  let told = false;
  while (!signal.aborted) {
    try {
      await lease.ensure();
      told = false;
      const term = new AbortController();
      const stop = AbortSignal.any([signal, term.signal]);
      const scheduling = scheduler.run(stop);
      await lease.keep(stop);
      term.abort();
      await scheduling;
    } catch (cause) {
      const { message } = toEngineError(cause);
      if (!told) log.warn(`No policies are run at present: ${message}`);
      told = true;
      await clock.sleep(leasePauseMs, signal).catch(() => undefined);
    }
  }
}

interface Loop {
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** How often the watchdog looks, in milliseconds. */
const watchIntervalMs = 5_000;

/** Raises the alarm when nothing looks for what is due any more; by this process's own time, not by the wall clock. */
async function watchScheduler(
  { watchdog, notices }: Daybook,
  { log, signal }: Pick<Loop, 'log' | 'signal'>,
): Promise<void> {
  while (!signal.aborted) {
    await systemClock.sleep(watchIntervalMs, signal).catch(() => undefined);
    const silentMs = watchdog.check();
    if (silentMs === undefined) continue;
    log.error('The scheduler has not looked for what is due.', { silent_ms: Math.round(silentMs) });
    await notices
      .schedulerStalled(silentMs)
      .then(() => notices.mailPending())
      .catch((cause: unknown) => log.error(`The owner could not be told: ${String(cause)}`));
  }
}

async function mailNotices({ notices }: Daybook, { clock, log, signal }: Loop): Promise<void> {
  while (!signal.aborted) {
    await notices.mailPending().catch((cause: unknown) => {
      log.error(`Notices could not be mailed: ${String(cause)}`);
    });
    await clock.sleep(noticeIntervalMs, signal).catch(() => undefined);
  }
}
