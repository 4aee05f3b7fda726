import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const command = fileURLToPath(new URL('fault-command.mjs', import.meta.url));
const patienceMs = 180_000;

async function fault<T>(...args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args]);
  return JSON.parse(stdout) as T;
}

/** What is stored, as far as a test looks. */
interface Facts {
  readonly intact: boolean;
  readonly stored: {
    readonly runs: readonly { readonly status: string }[];
    readonly files: readonly unknown[];
  };
}

interface DiskFacts {
  readonly opened: boolean;
  readonly endedWhileFull: boolean;
  readonly state: string;
  readonly reasons: readonly string[];
  readonly next: string;
  readonly intact: boolean;
  readonly afterwards: string;
  readonly unfinished: number;
}

// The limit is lifted for a process that lives by a command that only Linux has.
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('a full disk', () => {
  onLinux(
    'fails the run with a reason, while its end can still be recorded',
    async () => {
      const facts = await fault<DiskFacts>('fill-disk', '200');
      expect(facts).toMatchObject({ opened: true, state: 'failed', reasons: ['store.failed'] });
      expect(facts).toMatchObject({ next: 'success', intact: true, afterwards: 'success', unfinished: 0 });
    },
    patienceMs,
  );

  onLinux(
    'fails the run as soon as there is room to record it',
    async () => {
      const facts = await fault<DiskFacts>('fill-disk', '300');
      expect(facts).toMatchObject({ endedWhileFull: false, state: 'failed', reasons: ['store.failed'] });
      expect(facts).toMatchObject({ next: 'success', intact: true, afterwards: 'success', unfinished: 0 });
    },
    patienceMs,
  );
});

describe('two processes on one database', () => {
  it(
    'refuses runs in the second, which takes over at once when the first is killed',
    async () => {
      const facts = await fault<Facts & { refused: string; takeoverMs: number; state: string }>(
        'kill-holder',
      );
      expect(facts).toMatchObject({ refused: 'store.busy', state: 'success', intact: true });
      expect(facts.stored.runs).toHaveLength(1);
      expect(facts.stored.files).toHaveLength(1);
      expect(facts.takeoverMs).toBeLessThan(10_000);
    },
    patienceMs,
  );

  onLinux(
    'lets a process commit nothing that was stopped and wakes after the other took over',
    async () => {
      const facts = await fault<{ state: string; before: Facts; after: Facts; told: string }>('wake-holder');
      expect(facts.state).toBe('success');
      expect(facts.after).toEqual(facts.before);
      expect(facts.after.intact).toBe(true);
      expect(facts.told).toMatch(/taken over|does not hold/);
    },
    patienceMs,
  );
});
