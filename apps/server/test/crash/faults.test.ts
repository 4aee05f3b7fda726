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

/** How a run on a bad disk ended, and what followed. */
interface Outcome {
  readonly state: string;
  readonly reasons: readonly string[];
  readonly next: string;
  readonly intact: boolean;
  readonly afterwards: string;
  readonly unfinished: number;
}

/** The run failed with a reason; the same process and a new one can run the policy again. */
const failedAlone: Outcome = {
  state: 'failed',
  reasons: ['store.failed'],
  next: 'success',
  intact: true,
  afterwards: 'success',
  unfinished: 0,
};

// The limit of a process that lives is set by a command that only Linux has.
const linuxOnly = process.platform === 'linux' ? describe : describe.skip;

linuxOnly('a full disk', () => {
  const moments: readonly (readonly [string, string])[] = [
    ['while its end can be recorded', '1'],
    ['as soon as there is room to record its end', '2'],
  ];
  it.each(process.env['DAYBOOK_LONG'] === '1' ? moments : moments.slice(1))(
    'fails the run with a reason %s',
    async (_, until) => {
      const facts = await fault<Outcome>('fill-disk', until);
      expect(facts).toEqual(failedAlone);
    },
    patienceMs,
  );
});

linuxOnly('a broken disk', () => {
  const numbers = (count: number, step = 1) => Array.from({ length: count }, (_, index) => 1 + index * step);
  const forGood = [['pwrite', 1, 1_000_000] as const, ['fsync', 1, 1_000_000] as const];
  const once = [
    ...numbers(8).map((number) => ['fsync', number, number] as const),
    ...numbers(8, 3).map((number) => ['pwrite', number, number] as const),
  ];

  it.each(process.env['DAYBOOK_LONG'] === '1' ? [...forGood, ...once] : forGood.slice(0, 1))(
    'fails the run with a reason when %s breaks from call %i to call %i',
    async (...place) => {
      expect(await fault<Outcome>('break-disk', ...place.map(String))).toEqual(failedAlone);
    },
    patienceMs,
  );
});

linuxOnly('two processes on one database', () => {
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

  it(
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
