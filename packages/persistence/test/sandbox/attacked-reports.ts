import { readFileSync } from 'node:fs';
import { EngineError } from '@daybook/kernel';
import { createReportDatabase, createSandbox, type Database } from '@daybook/persistence';
import type { RawResult, ReportQuery } from '@daybook/stages-report';

/** What became of a query. */
export type Outcome =
  | { readonly kind: 'answered'; readonly result: RawResult }
  | {
      readonly kind: 'refused' | 'failed' | 'broken';
      readonly code: string;
      readonly message: string;
      readonly details: unknown;
    };

/** Reports over a database that somebody means harm to. */
export interface AttackedReports {
  ask(
    query: ReportQuery,
    limits?: { readonly maxRows?: number; readonly maxBytes?: number },
  ): Promise<Outcome>;
  /** The process that runs the queries now; undefined before the first. */
  pid(): number | undefined;
  /** How many processes there were. */
  processes(): number;
  close(): Promise<void>;
}

/** The limits that every way in has. */
const usual = { maxRows: 10_000, maxBytes: 4_000_000 };

export function attackReports(database: Database): AttackedReports {
  const pids: number[] = [];
  const sandbox = createSandbox({ onProcess: (pid) => pids.push(pid) });
  const reports = createReportDatabase({ database, sandbox });
  return {
    ask: (query, limits) => outcomeOf(() => reports.readAll({ it: query }, { ...usual, ...limits })),
    pid: () => pids.at(-1),
    processes: () => pids.length,
    async close() {
      await reports.close();
      await sandbox.close();
    },
  };
}

async function outcomeOf(ask: () => Promise<Readonly<Record<string, RawResult>>>): Promise<Outcome> {
  try {
    const { it: result } = await ask();
    if (result === undefined) throw new TypeError('no result of that name');
    return { kind: 'answered', result };
  } catch (cause) {
    if (!EngineError.isInstance(cause)) {
      return { kind: 'broken', code: 'none', message: String(cause), details: undefined };
    }
    const { code, message, details } = cause;
    return { kind: kindOf(code), code, message, details };
  }
}

function kindOf(code: string): 'refused' | 'failed' | 'broken' {
  if (code === 'report.query-rejected') return 'refused';
  return code === 'report.query-failed' ? 'failed' : 'broken';
}

/** The most memory that the process ever held, in megabytes; undefined where that can't be told. */
export function peakMegabytes(pid: number | undefined): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? undefined : Number(found[1]) / 1024;
  } catch {
    return undefined;
  }
}
