import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTemporaryDatabases } from '../temporary-databases.ts';
import { attackReports, type AttackedReports, type Outcome } from './attacked-reports.ts';
import { findTraces, type Traces } from './left-behind.ts';
import { seededRandom } from './seeded-random.ts';
import { storeSmallMarket } from './small-market.ts';

/** `DAYBOOK_SANDBOX_KILLS=1000` kills more often, `DAYBOOK_SEED` at the moments of an earlier test. */
const count = Number(process.env['DAYBOOK_SANDBOX_KILLS'] ?? 10);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

const databases = createTemporaryDatabases();
let reports: AttackedReports;
let traces: () => Promise<Traces>;

beforeAll(async () => {
  const database = await databases.open();
  await storeSmallMarket(database);
  reports = attackReports(database);
  traces = () => findTraces(database, undefined);
});

afterAll(async () => {
  await reports.close();
  await databases.dispose();
});

const sums =
  "SELECT symbol, sum(close) AS s FROM ohlcv WHERE symbol <> 'TIDE' GROUP BY symbol ORDER BY symbol";
const rows = [
  ['NRTH', '600.75'],
  ['SOLA', '59.15'],
];
/** Takes some tens of milliseconds, so that a kill finds it under way. */
const slow =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT max(i) AS i FROM n';

function killNow(): void {
  const pid = reports.pid();
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** What may become of a query that a kill can meet; all else is told in full. */
function fate(outcome: Outcome): string {
  if (outcome.kind === 'answered') return isRight(outcome) ? 'right' : `wrong: ${JSON.stringify(outcome)}`;
  const isClear =
    outcome.kind === 'failed' && /^The query "it" failed: its process .+\.$/.test(outcome.message);
  return isClear ? 'failed clearly' : `wrong: ${outcome.code} ${outcome.message}`;
}

function isRight({ result }: Extract<Outcome, { kind: 'answered' }>): boolean {
  return result.columns.length === 1 || JSON.stringify(result.rows) === JSON.stringify(rows);
}

describe('the sandbox’s process, killed at any moment', () => {
  it(
    'takes at most the query under way with it',
    async () => {
      const random = seededRandom(seed);
      const before = await traces();
      const fates = new Map<string, number>();
      const note = (outcome: Outcome, when: string): void => {
        const name = `${when} ${fate(outcome)}`;
        fates.set(name, (fates.get(name) ?? 0) + 1);
      };
      for (let round = 0; round < count; round += 1) {
        const underWay = random.chance(0.8)
          ? [reports.ask({ sql: random.chance(0.5) ? sums : slow, params: {} })]
          : [];
        await sleep(random.below(40));
        killNow();
        // Asked at once, before anybody can have noticed that the process is gone; it waits for its turn.
        const next = reports.ask({ sql: sums, params: {} });
        for (const outcome of await Promise.all(underWay)) note(outcome, 'under way:');
        note(await next, 'at once:');
        note(await reports.ask({ sql: sums, params: {} }), 'afterwards:');
      }
      process.stderr.write(
        `${count} kills, ${reports.processes()} processes, DAYBOOK_SEED=${seed}: ${JSON.stringify(Object.fromEntries(fates))}\n`,
      );
      expect([...fates.keys()].filter((name) => name.includes('wrong'))).toEqual([]);
      expect(fates.get('afterwards: right')).toBe(count);
      expect(await traces()).toEqual(before);
    },
    60_000 + count * 3_000,
  );
});
