import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { EngineError } from '@daybook/kernel';
import type { PowerEvent } from '@daybook/scheduler';
import type { Environment } from '../data-folder.ts';

/** What watching needs. */
export interface SleepWatch {
  /** Programs are looked for on its `PATH`. */
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Events come one after the other, in the order in which they happened. Must not reject. */
  onPower(event: PowerEvent): Promise<void>;
}

const login = '/org/freedesktop/login1';
/** It ends when the bus does. */
const monitorProgram = 'gdbus';
const monitorArgs = ['monitor', '--system', '--dest', 'org.freedesktop.login1', '--object-path', login];
const signalLine =
  /^\/org\/freedesktop\/login1: org\.freedesktop\.login1\.Manager\.PrepareForSleep \((true|false),?\)\s*$/;

/** What a line of `gdbus monitor` tells; most tell nothing. */
export function parsePowerLine(line: string): PowerEvent | undefined {
  const told = signalLine.exec(line)?.[1];
  if (told === undefined) return undefined;
  return told === 'true' ? 'suspend' : 'resume';
}

/**
 * Tells when the machine is about to sleep and when it woke up, as logind announces it, until the signal aborts or the
 * announcements end. Where it may, it has the machine wait for `onPower` before it sleeps.
 * @throws {EngineError} `usage.invalid` when the machine has no `gdbus`.
 */
export async function watchSleep({ environment, signal, onPower }: SleepWatch): Promise<void> {
  const monitor = spawn(monitorProgram, monitorArgs, {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = once(monitor, 'spawn');
  const stop = () => monitor.kill();
  signal.addEventListener('abort', stop, { once: true });
  let release = holdSleep(environment);
  try {
    await started.catch((cause: unknown) => {
      throw new EngineError('usage.invalid', 'daybook power watch needs gdbus, which is not there.', {
        cause,
      });
    });
    if (signal.aborted) stop();
    for await (const line of createInterface({ input: monitor.stdout })) {
      const event = parsePowerLine(line);
      if (event === undefined) continue;
      if (event === 'resume') {
        release();
        release = holdSleep(environment);
      }
      await onPower(event);
      if (event === 'suspend') release();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    release();
    monitor.kill();
  }
}

const holdProgram = 'systemd-inhibit';
const holdArgs = ['--what=sleep', '--mode=delay', '--who=Daybook', '--why=Runs are told to wait', 'cat'];

/**
 * Has the machine wait before it sleeps, for as long as logind allows (five seconds unless it is set otherwise). Without
 * `systemd-inhibit` it does nothing: the event may then be heard only after the machine woke up.
 */
function holdSleep(environment: Environment): () => void {
  const held: ChildProcess = spawn(holdProgram, holdArgs, {
    env: { ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  held.on('error', () => undefined);
  held.stdin?.on('error', () => undefined);
  // `cat` ends with its input, also when this process is killed.
  return () => held.stdin?.end();
}
