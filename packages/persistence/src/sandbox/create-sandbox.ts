import { EngineError } from '@daybook/kernel';
import { queryFailed } from './query-failed.ts';
import type { ReadColumns, RunOutcome, SandboxAnswer, SandboxRequest } from './sandbox-message.ts';
import { type Answered, type Lost, startWorker, type Worker } from './sandbox-worker.ts';

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
      const first = await askOnce(request, hardMs, signal);
      if (first.kind === 'answered') return first;
      // The process may have died before it took the request; what kills it in earnest kills the next one too.
      const leftMs = hardMs - first.afterMs;
      const second = leftMs > 0 ? await askOnce(request, leftMs, signal) : first;
      if (second.kind === 'answered') return second;
      throw queryFailed('its process ended by itself, perhaps for want of memory');
    });
  }

  async function askOnce(
    request: SandboxRequest,
    patienceMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Answered | Lost> {
    signal?.throwIfAborted();
    const answering = await worker();
    try {
      return await answering.ask(request, { patienceMs, signal });
    } finally {
      if (answering.isOver()) {
        current = undefined;
        // What was killed is replaced before somebody waits for it.
        if (!closed) worker().catch(() => undefined);
      }
    }
  }

  return {
    async compile(query, signal) {
      const { answer } = await ask({ kind: 'compile', query }, signal);
      if (answer.kind === 'compiled') return answer.reads;
      throw toError(answer, hardMs);
    },
    async run(given, signal) {
      const { answer, pieces } = await ask({ kind: 'run', ...given }, signal);
      if (answer.kind === 'ran' || answer.kind === 'cell-refused') return { pieces, outcome: answer };
      throw toError(answer, given.limits.budgetMs);
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

function toError(answer: SandboxAnswer, budgetMs: number): EngineError {
  if (answer.kind !== 'failure') return queryFailed(`its process gave a wrong answer (${answer.kind})`);
  const { kind, why } = answer.failure;
  return kind === 'refused'
    ? new EngineError('report.query-rejected', `The query is refused: ${why}.`, {
        details: { problem: 'sql.invalid' },
      })
    : queryFailed(runtimeProblem(why, budgetMs));
}

/** What SQLite says of a limit, in words that say what to do. */
function runtimeProblem(why: string, budgetMs: number): string {
  if (/interrupted/i.test(why)) {
    return `it took longer than ${budgetMs} ms and was stopped; narrow its WHERE, or join fewer rows`;
  }
  if (/out of memory/i.test(why)) {
    return 'it needed more memory than a query may use; select fewer rows or shorter texts';
  }
  return /too big/i.test(why) ? 'a text in it grew beyond 1,000,000 bytes' : why;
}
