import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createQuotas } from '@daybook/guardrails';
import { createQuotaStore, openDatabase } from '@daybook/persistence';
import { systemClock } from '../../src/system-clock.ts';
import { dailyPolicy } from '../http/small-policies.ts';
import { daybook, temporaryFolder } from '../terminal-fixture.ts';

const folder = temporaryFolder();
const environment = { DAYBOOK_DATA_DIR: join(folder.path, 'data') };
afterAll(() => folder.remove());

const command = (...args: readonly string[]) => daybook(args, environment);

interface Printed {
  readonly fires?: readonly unknown[];
  readonly error?: { readonly message: string };
}

const read = (stdout: string) => JSON.parse(stdout) as Printed;

/** Takes so many runs out of the bucket of this hour. */
async function takeRuns(count: number): Promise<void> {
  const database = await openDatabase({
    file: join(environment.DAYBOOK_DATA_DIR, 'daybook.db'),
    key: Buffer.from('5a'.repeat(32), 'hex'),
  });
  const quotas = createQuotas({ store: createQuotaStore(database), clock: systemClock });
  for (let taken = 0; taken < count; taken += 1) await quotas.take('runs');
  await database.close();
}

describe('daybook next', () => {
  it('prints instants, local times and what a change of the clocks does', async () => {
    const args = ['30 2 * * SUN', '--tz', 'America/New_York', '--from', '2027-03-01T00:00:00Z'];
    const { stdout, exitCode } = await command('next', ...args, '--count', '2', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      fires: [
        { utc: '2027-03-07T07:30:00.000Z', local: '2027-03-07T02:30:00-05:00[America/New_York]' },
        {
          utc: '2027-03-14T07:00:00.000Z',
          local: '2027-03-14T03:00:00-04:00[America/New_York]',
          note: 'shifted',
        },
      ],
    });
    const table = await command('next', ...args);
    expect(table.stdout.split('\n')).toHaveLength(7);
    expect(table.stdout).toContain('shifted: the clocks skip the time as written');
  });

  it('takes --day-match where both day fields are restricted, and says so where it is missing', async () => {
    const args = ['0 9 13 * FRI', '--tz', 'UTC', '--from', '2026-01-01T00:00:00Z', '--count', '1', '--json'];
    const missing = await command('next', ...args);
    expect(missing.exitCode).toBe(2);
    expect(read(missing.stdout).error?.message).toContain('"day_match": "any"');
    const all = await command('next', ...args, '--day-match', 'all');
    expect(read(all.stdout).fires).toMatchObject([{ utc: '2026-02-13T09:00:00.000Z' }]);
    const any = await command('next', ...args, '--day-match', 'any');
    expect(read(any.stdout).fires).toMatchObject([{ utc: '2026-01-02T09:00:00.000Z' }]);
  });

  it.each([
    [['next', '@daily'], '--tz'],
    [['next', '@daily', '--tz', 'Mars/Olympus'], 'Europe/Vienna'],
    [['next', '0 9 * *', '--tz', 'UTC'], 'cron expression'],
    [['next', '@daily', '--tz', 'UTC', '--count', '0'], 'whole number'],
    [['next', '@daily', '--tz', 'UTC', '--from', 'tomorrow'], '2020-04-17T21:00:00Z'],
    [['next', '0', '9', '*', '*', '*', '--tz', 'UTC'], 'in quotes'],
  ])('%j is bad usage, with advice', async (args, advice) => {
    const { exitCode, stderr } = await command(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(advice);
  });
});

describe('daybook backfill', () => {
  const window = ['--from', '2026-03-07', '--until', '2026-03-09'];

  beforeAll(async () => {
    const file = join(folder.path, 'daily.json');
    writeFileSync(file, JSON.stringify(dailyPolicy()));
    await command('run', file, '--yes');
  });

  it('lists the slots first, and runs nothing before somebody agreed', async () => {
    const refused = await command('backfill', 'daily', ...window);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('2026-03-08T09:00:00-04:00[America/New_York]');
    expect(refused.stderr).toContain('--yes');
    const answered = await daybook(['backfill', 'daily', ...window], environment, undefined, () => 'no');
    expect(answered.exitCode).toBe(3);
    expect(JSON.parse((await command('runs', '--json')).stdout)).toHaveLength(1);
  });

  it('runs them in their order, each for its own instant, and none again', async () => {
    const first = await command('backfill', 'daily', ...window, '--yes', '--json');
    expect(first.exitCode).toBe(0);
    const times = ['2026-03-07T14:00:00.000Z', '2026-03-08T13:00:00.000Z', '2026-03-09T13:00:00.000Z'];
    const { runs } = JSON.parse(first.stdout) as { runs: { scheduled_for: string; state: string }[] };
    expect(runs.map(({ scheduled_for: time, state }) => [time, state])).toEqual(
      times.map((time) => [time, 'success']),
    );
    const again = await command('backfill', 'daily', ...window, '--yes');
    expect(again).toMatchObject({ exitCode: 0, stdout: 'Nothing is left to run.\n' });
    const listed = JSON.parse((await command('runs', '--json')).stdout) as { cause: string; actor: string }[];
    expect(listed.map(({ cause }) => cause)).toEqual(['backfill', 'backfill', 'backfill', 'manual']);
  });

  it('stops at a quota, and goes on from there', async () => {
    const week = ['--from', '2025-12-01', '--until', '2025-12-07', '--yes'];
    // Four of the sixty of an hour are gone by now.
    await takeRuns(54);
    const first = await command('backfill', 'daily', ...week);
    expect(first.exitCode).toBe(4);
    expect(first.stderr).toContain('3 of 7: 2025-12-03');
    const next = await command('backfill', 'daily', ...week);
    expect(next.exitCode).toBe(4);
    expect(next.stderr).toContain('1 of 5: 2025-12-03');
  });

  it('leaves alone what is yet to come', async () => {
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const [from, until] = [new Date(Date.now() + 1_000).toISOString(), tomorrow];
    const { exitCode, stdout } = await command(
      'backfill',
      'daily',
      '--from',
      from,
      '--until',
      until,
      '--yes',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Nothing is left to run.\n' });
  });

  it('refuses a policy that is not there, and ends that are none', async () => {
    expect((await command('backfill', 'weekly', ...window)).exitCode).toBe(2);
    const wrong = await command('backfill', 'daily', '--from', 'March', '--until', '2026-03-09');
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('neither a date') });
  });
});

describe('daybook schedule', () => {
  it('shows what is due, with the zone of each policy', async () => {
    const { stdout, exitCode } = await command('schedule', '--days', '2');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Due in the next 2 days:\n/m);
    expect(stdout.match(/T09:00:00-0[45]:00\[America\/New_York\]/g)).toHaveLength(2);
    const json = JSON.parse((await command('schedule', '--days', '1', '--json')).stdout) as {
      coming: unknown[];
    };
    expect(json.coming).toMatchObject([{ policy_name: 'daily', note: null }]);
  });
});
