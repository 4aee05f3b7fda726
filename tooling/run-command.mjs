// Starts a child process and waits for it, without blocking the event loop.
import { spawn } from 'node:child_process';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Resolves with `{ code, output }`; a child ended by a signal counts as 128 + 15, a command that doesn't exist as 127.
 * `output` holds stdout and stderr in order of arrival; with `inherit: true` they go to our own streams instead.
 */
export function runCommand(command, args, { cwd, env = process.env, inherit = false } = {}) {
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
