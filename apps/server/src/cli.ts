#!/usr/bin/env node
import { main } from './main.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`the process received ${signal}`)));
}

process.exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  platform: process.platform,
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  signal: interrupted.signal,
});
