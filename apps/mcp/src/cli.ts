#!/usr/bin/env node
import { main } from './main.ts';
import { readVersion } from './read-version.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`the process received ${signal}`)));
}

process.exitCode = await main({
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  note: (line) => process.stderr.write(`${line}\n`),
  signal: interrupted.signal,
  fetch: globalThis.fetch,
  version: await readVersion(),
});
