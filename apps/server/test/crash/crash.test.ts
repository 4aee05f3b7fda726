import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const command = fileURLToPath(new URL('crash-command.mjs', import.meta.url));

interface CrashSummary {
  readonly cycles: number;
  readonly planned: number;
  readonly reached: number;
  readonly broken: readonly unknown[];
}

/** The short form of `npm run crash`; the command ends with 1 when a rule was broken, and its document says which. */
async function crash(options: readonly string[]): Promise<CrashSummary> {
  const run = promisify(execFile)(process.execPath, [command, '--json', ...options]);
  const { stdout } = await run.catch((cause: { readonly stdout: string }) => cause);
  return JSON.parse(stdout) as CrashSummary;
}

describe('an engine that is killed', () => {
  it('loses nothing and doubles nothing at a sample of named points and of random moments', async () => {
    const { broken, cycles, planned, reached } = await crash(
      '--points 1 --every 16 --random 2 --seed 1'.split(' '),
    );
    expect(broken).toEqual([]);
    expect(cycles).toBe(planned);
    expect(cycles).toBeGreaterThan(7);
    // Named points are always met; a random moment may come when all is done.
    expect(reached).toBeGreaterThanOrEqual(cycles - 2);
  }, 240_000);
});
