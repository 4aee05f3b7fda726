import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.ts';

/** The example policy that the repository ships. */
export const marketReview = fileURLToPath(
  new URL('../../../examples/policies/market-review.json', import.meta.url),
);

/** The folder with twenty years of daily index bars. */
export const barsFolder = join(
  dirname(createRequire(import.meta.url).resolve('vega-datasets')),
  '..',
  'data',
);

/** A key for tests. */
const testKey = '5a'.repeat(32);

/** What a command did. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line's own entry in this process, with an environment of its own. */
export async function daybook(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  signal: AbortSignal = new AbortController().signal,
  answer?: (question: string) => string,
  input?: string,
): Promise<Outcome> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exitCode = await main(args, {
    environment: { DAYBOOK_KEY: testKey, DAYBOOK_FILE_FOLDER: barsFolder, ...environment },
    platform: process.platform,
    print: (line) => stdout.push(`${line}\n`),
    note: (line) => stderr.push(`${line}\n`),
    ...(answer === undefined ? {} : { ask: async (question: string) => answer(question) }),
    ...(input === undefined ? {} : { readInput: async () => input }),
    signal,
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** A new folder under the system's temporary folder, and how to remove it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'daybook-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
