import { execFile, type ExecFileException } from 'node:child_process';
import type { Environment } from '../data-folder.ts';

/** How another program ended. */
export interface ProgramResult {
  /** Its exit code; `undefined` when the machine has no such program. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs another program to its end; never rejects. */
export type RunProgram = (command: string, args: readonly string[]) => Promise<ProgramResult>;

/** Stopping a server waits for its runs, at most half a minute. */
const patienceMs = 120_000;

/** Programs are looked for on the `PATH` of the environment, and get that environment. */
export function createRunProgram(environment: Environment): RunProgram {
  return (command, args) =>
    new Promise((resolve) => {
      const options = { env: { ...environment }, timeout: patienceMs, encoding: 'utf8' } as const;
      execFile(command, [...args], options, (error, stdout, stderr) => {
        resolve({ code: exitCodeOf(error), stdout, stderr: stderr === '' ? (error?.message ?? '') : stderr });
      });
    });
}

function exitCodeOf(error: ExecFileException | null): number | undefined {
  if (error === null) return 0;
  if (error.code === 'ENOENT') return undefined;
  return typeof error.code === 'number' ? error.code : 1;
}
