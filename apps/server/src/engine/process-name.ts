import { hostname } from 'node:os';

/**
 * How leases and runs name an engine: machine, process, and a mark, since a process can hold several engines and a later
 * one can get the same number.
 */
export function nameProcess(mark: string): string {
  return `${hostname()}:${process.pid}:${mark}`;
}

/** Whether the process of that name surely ended; of one of another machine nobody knows. */
export function isProcessGone(name: string): boolean {
  const [machine, pid] = name.split(':');
  return machine === hostname() && pid !== undefined && !isPidAlive(Number(pid));
}

/** Whether a process of this machine has that id. */
export function isPidAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Somebody else's process is a process too.
    return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EPERM';
  }
}
