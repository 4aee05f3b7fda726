import { homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findAnsweringServer } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import type { Environment } from '../data-folder.ts';
import { createRunProgram, type RunProgram } from './run-program.ts';
import type { Program } from './systemd-text.ts';

/** The machine as the service commands see it; tests bring their own. */
export interface ServicePorts extends Program {
  readonly environment: Environment;
  /** The person's home folder. */
  readonly home: string;
  /** The person's number. */
  readonly userId: number;
  readonly run: RunProgram;
  /** Whether a server of that data folder answers. */
  answers(dataFolder: string): Promise<boolean>;
  pause(ms: number): Promise<void>;
  /** How long a server may take to answer after its start, in milliseconds. */
  readonly startupMs: number;
}

/** This machine. */
export function servicePortsOf({ environment, signal }: Terminal): ServicePorts {
  return {
    environment,
    home: homedir(),
    userId: process.getuid?.() ?? 0,
    nodeFile: process.execPath,
    cliFile: fileURLToPath(new URL('../cli.js', import.meta.url)),
    run: createRunProgram(environment),
    answers: async (dataFolder) => (await findAnsweringServer(dataFolder)) !== undefined,
    pause: (ms) => wait(ms, undefined, { signal }),
    startupMs: 15_000,
  };
}

const stepMs = 250;

/** Waits until something is so, at most `forMs` milliseconds. */
export async function waitUntil(
  { pause }: Pick<ServicePorts, 'pause'>,
  forMs: number,
  isSo: () => Promise<boolean>,
): Promise<boolean> {
  for (let waited = 0; ; waited += stepMs) {
    if (await isSo()) return true;
    if (waited >= forMs) return false;
    await pause(stepMs);
  }
}
