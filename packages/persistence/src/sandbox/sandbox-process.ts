import { EngineError } from '@daybook/kernel';
import { findNativeLibrary } from '../native-library.ts';
import { rewrittenFunctionNames } from '../sql/allowed-functions.ts';
import { judgedSqliteVersion } from './explain-gate.ts';
import { openSandboxConnection } from './sandbox-connection.ts';
import {
  type HandleSettings,
  nativeText,
  openEmptyTables,
  openSnapshot,
  type SandboxHandle,
} from './sandbox-handle.ts';
import type {
  SandboxAnswer,
  SandboxFailure,
  SandboxInterrupt,
  SandboxRequest,
  SnapshotFile,
} from './sandbox-message.ts';

// The process that foreign SQL runs in. It knows no key but those of snapshots, does one thing at a time, and is killed
// when that takes too long.

/** What SQLite may allocate in all, in bytes; a query that needs more fails. */
const heapBytes = 64 * 1024 * 1024;

/** A handle keeps pages in memory, so few stay open. */
const openSnapshots = 2;

async function main(): Promise<void> {
  const settings: HandleSettings = {
    library: findNativeLibrary(),
    functions: new Set(rewrittenFunctionNames),
  };
  await limitProcess(settings.library);
  const empty = await openEmptyTables(settings);
  const snapshots = createSnapshotHandles(settings);
  let running: SandboxHandle | undefined;

  async function answer(request: SandboxRequest): Promise<SandboxAnswer> {
    switch (request.kind) {
      case 'compile':
        running = empty;
        return { kind: 'compiled', reads: await empty.compile(request.query) };
      case 'run': {
        const handle = await snapshots.open(request.snapshot);
        running = handle;
        return handle.run(request.query, request, (text) => send({ kind: 'rows', text }));
      }
      case 'forget':
        await snapshots.close(request.file);
        return { kind: 'forgotten' };
    }
  }

  process.on('message', (message: SandboxRequest | SandboxInterrupt) => {
    if (message.kind === 'interrupt') {
      running?.interrupt();
      return;
    }
    const tell = (said: SandboxAnswer): void => {
      running = undefined;
      send(said);
    };
    answer(message).then(tell, (cause: unknown) => tell({ kind: 'failure', failure: toFailure(cause) }));
  });
  send({ kind: 'ready' });
}

/** Process-wide limits of SQLite, and the proof that it is the one whose opcodes were judged. */
async function limitProcess(library: string): Promise<void> {
  const connection = await openSandboxConnection(null);
  try {
    const [row] = await connection.all('SELECT sqlite_version() AS version');
    if (row?.['version'] !== judgedSqliteVersion) {
      throw new Error(
        `it was built for SQLite ${judgedSqliteVersion}, and the driver brings ${String(row?.['version'])}`,
      );
    }
    await connection.runScript(`PRAGMA hard_heap_limit = ${heapBytes}`);
    await connection.loadLibrary(library);
    await connection.all("SELECT daybook_guard('stop_clock', NULL)");
  } finally {
    await connection.close();
  }
}

function createSnapshotHandles(settings: HandleSettings) {
  // In the order of their last use.
  const open = new Map<string, SandboxHandle>();

  async function close(file: string): Promise<void> {
    const handle = open.get(file);
    open.delete(file);
    await handle?.close();
  }

  return {
    async open(snapshot: SnapshotFile): Promise<SandboxHandle> {
      const { file } = snapshot;
      const handle = open.get(file) ?? (await openSnapshot(snapshot, settings));
      open.delete(file);
      open.set(file, handle);
      const [oldest] = open.keys();
      if (open.size > openSnapshots && oldest !== undefined) await close(oldest);
      return handle;
    },
    close,
  };
}

function toFailure(cause: unknown): SandboxFailure {
  const isRefusal = EngineError.isInstance(cause) && cause.code === 'report.query-rejected';
  return { kind: isRefusal ? 'refused' : 'failed', why: nativeText(cause) };
}

function send(answer: SandboxAnswer): void {
  process.send?.(answer);
}

// Whoever started it is gone: there is nobody left to work for.
process.on('disconnect', () => process.exit(0));
main().catch((cause: unknown) => send({ kind: 'unusable', why: nativeText(cause) }));
