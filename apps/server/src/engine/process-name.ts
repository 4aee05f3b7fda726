import { hostname } from 'node:os';

/** How runs name the process that works on them. */
export const ownProcess = `${hostname()}:${process.pid}`;

/** Whether the process of that name lives; one of another machine can't be asked, and counts as alive. */
export function isProcessAlive(name: string): boolean {
  const cut = name.lastIndexOf(':');
  if (name.slice(0, cut) !== hostname()) return true;
  return isPidAlive(Number(name.slice(cut + 1)));
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
