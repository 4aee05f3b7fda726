import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EngineError } from '@daybook/kernel';
import { queryFailed } from './query-failed.ts';
import type { SandboxAnswer, SandboxInterrupt, SandboxRequest } from './sandbox-message.ts';

/** Node needs about half a second to start on a slow machine; a busy one takes longer. */
const startMs = 20_000;

/** What the process said to a request: pieces of rows, and its last word. */
export interface Answered {
  readonly kind: 'answered';
  readonly answer: SandboxAnswer;
  readonly pieces: readonly string[];
}

/** The process ended before it answered, and nobody here told it to. */
export interface Lost {
  readonly kind: 'lost';
  /** How long after the request. */
  readonly afterMs: number;
}

/** How long to wait for an answer. */
export interface Patience {
  /** Then the process is killed. */
  readonly patienceMs: number;
  readonly signal: AbortSignal | undefined;
}

/** A running process of the sandbox. */
export interface Worker {
  /** @throws {EngineError} `report.query-failed` when it was killed; the signal's reason. */
  ask(request: SandboxRequest, patience: Patience): Promise<Answered | Lost>;
  /** Whether it has ended, or was told to. */
  isOver(): boolean;
  end(): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
}

/** The built program, wherever this module itself is read from. */
const program = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/sandbox/sandbox-process.js' : './sandbox-process.js',
    import.meta.url,
  ),
);

/**
 * Limits that a process can't raise again: memory in KiB, no core dump that would hold private rows, no file that is
 * written to.
 */
const withLimits = 'ulimit -d 307200; ulimit -c 0; ulimit -f 0; exec "$0" "$@"';

/** Nothing of the host's environment: it may hold keys. Times are UTC, and memory comes from one arena. */
const environment = { TZ: 'UTC', MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '2' };

/**
 * Starts a process and waits until it may be asked; one that somebody kills meanwhile is started once more.
 * @throws {EngineError} `step.unavailable` when it can't start.
 */
export async function startWorker(onProcess: ((pid: number) => void) | undefined): Promise<Worker> {
  const first = await tryStart(onProcess);
  const second = first.kind === 'killed' ? await tryStart(onProcess) : first;
  if (second.kind === 'killed') throw cannotStart('its process was killed; try again');
  return second.worker;
}

type Start = { readonly kind: 'started'; readonly worker: Worker } | { readonly kind: 'killed' };

async function tryStart(onProcess: ((pid: number) => void) | undefined): Promise<Start> {
  const child = spawn('/bin/sh', ['-c', withLimits, process.execPath, '--max-old-space-size=96', program], {
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  if (child.pid !== undefined) onProcess?.(child.pid);
  if ((await firstWord(child, ended)) === 'killed') return { kind: 'killed' };
  // An idle sandbox keeps no process alive.
  setHeld(child, false);
  return { kind: 'started', worker: toWorker(child, ended) };
}

function toWorker(child: ChildProcess, ended: Promise<void>): Worker {
  return {
    ask: (request, patience) => ask(child, request, patience),
    isOver: () => child.killed || child.exitCode !== null || child.signalCode !== null,
    end() {
      // Whoever waits for the end must live to see it.
      child.ref();
      kill(child);
    },
    ended,
  };
}

function firstWord(child: ChildProcess, ended: Promise<void>): Promise<'ready' | 'killed'> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(patience);
      kill(child);
      reject(cannotStart(why));
    };
    const patience = setTimeout(
      () => fail(`it said nothing for ${startMs / 1000} seconds; try again when the machine is less busy`),
      startMs,
    );
    child.once('message', (answer: SandboxAnswer) => {
      if (answer.kind !== 'ready')
        return fail(answer.kind === 'unusable' ? answer.why : 'it does not understand');
      clearTimeout(patience);
      resolve('ready');
    });
    ended.then(
      () => {
        clearTimeout(patience);
        if (child.signalCode === null) fail('its process ended at once; run npm run setup');
        else resolve('killed');
      },
      () => undefined,
    );
  });
}

function cannotStart(why: string): EngineError {
  return new EngineError('step.unavailable', `The sandbox for SQL can't start: ${why.replace(/\.$/, '')}.`);
}

function ask(
  child: ChildProcess,
  request: SandboxRequest,
  { patienceMs, signal }: Patience,
): Promise<Answered | Lost> {
  return new Promise((resolve, reject) => {
    const askedAt = performance.now();
    const pieces: string[] = [];
    let isSettled = false;
    const settle = (finish: () => void): void => {
      isSettled = true;
      clearTimeout(patience);
      child.off('message', hear);
      child.off('exit', leave);
      signal?.removeEventListener('abort', abort);
      setHeld(child, false);
      finish();
    };
    const hear = (answer: SandboxAnswer): void => {
      if (answer.kind === 'rows') pieces.push(answer.text);
      else if (signal?.aborted) settle(() => reject(signal.reason));
      else settle(() => resolve({ kind: 'answered', answer, pieces }));
    };
    const leave = (): void => {
      const afterMs = performance.now() - askedAt;
      settle(() => (signal?.aborted ? reject(signal.reason) : resolve({ kind: 'lost', afterMs })));
    };
    const abort = (): void => {
      const interrupt: SandboxInterrupt = { kind: 'interrupt' };
      child.send(interrupt, () => undefined);
    };
    const giveUp = (): void => {
      if (isSettled) return;
      kill(child);
      const late = 'it took too long and its process was stopped; narrow its WHERE, or join fewer rows';
      // Who gave up first is told so, also when the query could be broken off by nothing less.
      settle(() => reject(signal?.aborted ? signal.reason : queryFailed(late)));
    };
    // Where this process itself stood still, the answer may be there already: whatever has come in is read first.
    const patience = setTimeout(() => setImmediate(giveUp), patienceMs);
    child.on('message', hear);
    child.once('exit', leave);
    signal?.addEventListener('abort', abort, { once: true });
    setHeld(child, true);
    child.send(request, (error) => {
      if (error === null) return;
      // It is gone, and was not yet seen to go.
      kill(child);
      leave();
    });
  });
}

/** While somebody waits for an answer, the process and its channel keep the host running; otherwise they don't. */
function setHeld(child: ChildProcess, held: boolean): void {
  if (held) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
}
