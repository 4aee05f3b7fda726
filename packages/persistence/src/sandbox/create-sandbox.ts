import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EngineError } from '@daybook/kernel';
import type {
  ReadColumns,
  RunOutcome,
  SandboxAnswer,
  SandboxFailure,
  SandboxInterrupt,
  SandboxRequest,
} from './sandbox-message.ts';

/** A result as the sandbox gave it: pieces of rows, as JSON, and how the run ended. */
export interface SandboxResult {
  readonly pieces: readonly string[];
  readonly outcome: RunOutcome;
}

/** A process of its own that foreign SQL runs in. It is kept warm, and replaced when it had to be killed. */
export interface Sandbox {
  /**
   * Compiles a query against empty tables and tells the columns that it reads.
   * @throws {EngineError} `report.query-rejected`; `report.query-failed` when compiling takes too long; `step.unavailable`
   *   when the sandbox can't start.
   */
  compile(
    query: Extract<SandboxRequest, { kind: 'compile' }>['query'],
    signal?: AbortSignal,
  ): Promise<ReadColumns>;
  /** Runs a query on a snapshot. @throws as {@link compile}. */
  run(
    given: Omit<Extract<SandboxRequest, { kind: 'run' }>, 'kind'>,
    signal?: AbortSignal,
  ): Promise<SandboxResult>;
  /** Makes the process let go of a snapshot's file, if it runs. */
  forget(file: string): Promise<void>;
  /** Starts the process, so that the first query needn't wait for it. */
  warm(): Promise<void>;
  /** Ends the process. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Within so many milliseconds the process answers, or it is killed. @default 1,500 */
  readonly hardMs?: number;
  /** Told the id of each process that is started. */
  readonly onProcess?: (pid: number) => void;
}

/** Node needs about half a second to start on a slow machine; a busy one takes longer. */
const startMs = 20_000;

/** Created without a process; the first call starts it. */
export function createSandbox({ hardMs = 1_500, onProcess }: SandboxOptions = {}): Sandbox {
  let current: Promise<Worker> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  function worker(): Promise<Worker> {
    if (closed)
      return Promise.reject(new EngineError('store.failed', 'The sandbox for SQL is closed already.'));
    if (current !== undefined) return current;
    const started = startWorker(onProcess);
    const forget = (): void => {
      if (current === started) current = undefined;
    };
    current = started;
    started.then(({ ended }) => ended.then(forget), forget);
    return started;
  }

  /** One thing at a time: a killed process takes no work of others with it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function ask(request: SandboxRequest, signal?: AbortSignal): Promise<Answered> {
    return inTurn(async () => {
      signal?.throwIfAborted();
      const answering = await worker();
      try {
        return await answering.ask(request, { hardMs, ...(signal === undefined ? {} : { signal }) });
      } finally {
        if (answering.isOver()) {
          current = undefined;
          // What was killed is replaced before somebody waits for it.
          if (!closed) worker().catch(() => undefined);
        }
      }
    });
  }

  return {
    async compile(query, signal) {
      const { answer } = await ask({ kind: 'compile', query }, signal);
      if (answer.kind === 'compiled') return answer.reads;
      throw toError(answer);
    },
    async run(given, signal) {
      const { answer, pieces } = await ask({ kind: 'run', ...given }, signal);
      if (answer.kind === 'ran' || answer.kind === 'cell-refused') return { pieces, outcome: answer };
      throw toError(answer);
    },
    async forget(file) {
      if (current === undefined || closed) return;
      await ask({ kind: 'forget', file });
    },
    warm: () => inTurn(async () => void (await worker())),
    async close() {
      closed = true;
      const ending = await current?.catch(() => undefined);
      ending?.end();
      await ending?.ended;
    },
  };
}

interface Answered {
  readonly answer: SandboxAnswer;
  readonly pieces: readonly string[];
}

interface Worker {
  ask(
    request: SandboxRequest,
    given: { readonly hardMs: number; readonly signal?: AbortSignal },
  ): Promise<Answered>;
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

async function startWorker(onProcess: SandboxOptions['onProcess']): Promise<Worker> {
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
  await started(child, ended);
  // An idle sandbox keeps no process alive.
  setHeld(child, false);
  return {
    ask: (request, given) => ask(child, request, given),
    isOver: () => child.killed || child.exitCode !== null || child.signalCode !== null,
    end() {
      // Whoever waits for the end must live to see it.
      child.ref();
      kill(child);
    },
    ended,
  };
}

function started(child: ChildProcess, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(patience);
      kill(child);
      reject(
        new EngineError(
          'step.unavailable',
          `The sandbox for SQL can't start: ${why}. Run npm run setup, then try again.`,
        ),
      );
    };
    const patience = setTimeout(() => fail(`it says nothing for ${startMs / 1000} seconds`), startMs);
    child.once('message', (answer: SandboxAnswer) => {
      if (answer.kind !== 'ready')
        return fail(answer.kind === 'unusable' ? answer.why : 'it does not understand');
      clearTimeout(patience);
      resolve();
    });
    ended.then(
      () => fail('its process ended at once'),
      () => undefined,
    );
  });
}

function ask(
  child: ChildProcess,
  request: SandboxRequest,
  { hardMs, signal }: { readonly hardMs: number; readonly signal?: AbortSignal },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const pieces: string[] = [];
    const settle = (finish: () => void): void => {
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
      else settle(() => resolve({ answer, pieces }));
    };
    const leave = (_code: number | null, name: string | null): void => {
      settle(() =>
        reject(signal?.aborted ? signal.reason : failed(`its process ended (${name ?? 'by itself'})`)),
      );
    };
    const abort = (): void => {
      const interrupt: SandboxInterrupt = { kind: 'interrupt' };
      child.send(interrupt, () => undefined);
    };
    const patience = setTimeout(() => {
      kill(child);
      settle(() => reject(failed(`it took longer than ${hardMs} ms and was stopped`)));
    }, hardMs);
    child.on('message', hear);
    child.once('exit', leave);
    signal?.addEventListener('abort', abort, { once: true });
    setHeld(child, true);
    child.send(request, (error) => {
      if (error) settle(() => reject(failed(`its process can't be reached: ${error.message}`)));
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

function toError(answer: SandboxAnswer): EngineError {
  if (answer.kind !== 'failure') return failed(`its process gave a wrong answer (${answer.kind})`);
  const { failure } = answer;
  return failure.kind === 'refused'
    ? new EngineError('report.query-rejected', `The query is refused: ${failure.why}.`, {
        details: { problem: 'sql.invalid' },
      })
    : failed(runtimeProblem(failure));
}

function runtimeProblem({ why }: SandboxFailure): string {
  if (/interrupted/i.test(why))
    return 'it took longer than 500 ms and was stopped; narrow its WHERE, or join fewer rows';
  if (/out of memory/i.test(why))
    return 'it needed more memory than a query may use; select fewer rows or shorter texts';
  if (/too big/i.test(why)) return 'a text in it grew beyond 1,000,000 bytes';
  return why;
}

function failed(why: string): EngineError {
  return new EngineError('report.query-failed', `The query failed: ${why}.`);
}
