#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
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
  ...(process.stdin.isTTY ? { ask } : {}),
  signal: interrupted.signal,
});

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal: interrupted.signal });
  } finally {
    lines.close();
  }
}
