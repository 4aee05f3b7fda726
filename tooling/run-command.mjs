// Starts a child process and waits for it, without blocking the event loop.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Resolves with `{ code, output }`; a child ended by a signal counts as 128 + 15, a command that doesn't exist as 127.
 * `output` holds stdout and stderr in order of arrival; with `inherit: true` they go to our own streams instead. With
 * `yielding: true` the child leaves the processor to the other processes that want it.
 */
export function runCommand(
  command,
  args,
  { cwd, env = process.env, inherit = false, yielding = false } = {},
) {
  return new Promise((resolve) => {
    const stdio = inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    // Listening comes first: a signal may arrive as soon as the child runs.
    let child;
    let interrupted = false;
    const forward = (signal) => {
      interrupted = true;
      child?.kill(signal);
    };
    for (const signal of passedOn) process.on(signal, forward);
    child = spawn(command, args, { cwd, env, stdio });
    if (yielding && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));

    const finish = (code) => {
      for (const signal of passedOn) process.off(signal, forward);
      resolve({ code, interrupted, output: Buffer.concat(chunks).toString('utf8') });
    };
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 128 + 15));
  });
}
