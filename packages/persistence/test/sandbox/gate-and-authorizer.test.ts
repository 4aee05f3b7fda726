import { EngineError } from '@daybook/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findForbiddenOpcode } from '../../src/sandbox/explain-gate.ts';
import { rewrittenFunctionNames } from '../../src/sql/allowed-functions.ts';
import { type AnalysedQuery, analyseQuery } from '../../src/sql/analyse-query.ts';
import { type ArmedMarket, openMarket } from './armed-market.ts';
import { forbiddenQueries } from './corpus/forbidden.ts';
import { inertInjections } from './corpus/forbidden-injections.ts';
import { innocentQueries } from './corpus/innocent.ts';
import { holdsSecret, otherSecret, secret } from './planted-secrets.ts';
import { type RandomQuery, randomQuery } from './random-query.ts';
import { seededRandom } from './seeded-random.ts';

/** `DAYBOOK_SQL_FUZZ=100000` tries more queries, `DAYBOOK_SEED` those of an earlier test. */
const count = Number(process.env['DAYBOOK_SQL_FUZZ'] ?? 2000);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

const functions = new Set(rewrittenFunctionNames);
let unarmed: ArmedMarket;
/** Two that differ in nothing but the internal tables: what a query gives on both alike tells nothing of them. */
let armed: ArmedMarket;
let armedOtherwise: ArmedMarket;

beforeAll(async () => {
  unarmed = await openMarket({ secret, copies: 1 });
  armed = await openMarket({ secret, copies: 1, functions });
  armedOtherwise = await openMarket({ secret: otherSecret, copies: 3, functions });
});

afterAll(async () => {
  for (const market of [unarmed, armed, armedOtherwise]) await market.close();
});

function analysed(sql: string): AnalysedQuery | undefined {
  try {
    return analyseQuery(sql);
  } catch (cause) {
    if (EngineError.isInstance(cause) && cause.code === 'report.query-rejected') return undefined;
    throw cause;
  }
}

type Passage = 'refused by the analyser' | 'not compiled' | 'refused by the gate' | 'allowed' | 'denied';

/** How far a query gets, each layer asked for itself. */
async function pass(sql: string): Promise<Passage> {
  const query = analysed(sql);
  if (query === undefined) return 'refused by the analyser';
  const program = await unarmed.explain(query.sql, query.ctes).catch(() => undefined);
  const { kind } = await armed.run(query.sql, query.ctes);
  if (program === undefined) return kind === 'denied' ? 'denied' : 'not compiled';
  const allowed = { rootPages: unarmed.rootPages, functions };
  if (findForbiddenOpcode(program, allowed) !== undefined) return 'refused by the gate';
  return kind === 'denied' ? 'denied' : 'allowed';
}

/** What tells the time may differ between two runs. */
const clock = /now|current_|(?:date|time|julianday|unixepoch)\s*\(\s*\)|strftime\('%\w'\)/i;

/** What a text gives away that goes straight to an armed handle. */
async function leak({ sql, ctes }: RandomQuery): Promise<'nothing' | 'denied' | 'failed' | 'ran'> {
  const here = await armed.run(sql, ctes);
  const said = here.kind === 'ran' ? here.rows : here.message;
  // What stands in the query itself is no news.
  if (holdsSecret(said, secret)) throw new Error(`A secret came out of: ${sql}\n${said.slice(0, 500)}`);
  if (here.kind !== 'ran') return here.kind;
  const there = await armedOtherwise.run(sql, ctes);
  if (there.kind === 'ran' && there.rows !== here.rows && !clock.test(sql)) {
    throw new Error(`It depends on internal tables: ${sql}\n${here.rows}\n${there.rows}`);
  }
  return 'ran';
}

function tally<T extends string>(found: Map<T, number>, each: T): void {
  found.set(each, (found.get(each) ?? 0) + 1);
}

function print(what: string, found: ReadonlyMap<string, number>): void {
  process.stderr.write(`${what}, DAYBOOK_SEED=${seed}: ${JSON.stringify(Object.fromEntries(found))}\n`);
}

/** Names that a text itself gives to queries within it. */
function ctesOf(sql: string): readonly string[] {
  if (sql.length > 10_000) return [];
  return [...sql.matchAll(/(\w+)(?:\([\w, ]*\))? AS (?:NOT )?(?:MATERIALIZED )?\(/gi)].map(
    ([, name = '']) => name,
  );
}

describe('a random query', () => {
  it(
    'that passes the analyser and the gate passes the authorizer',
    async () => {
      const random = seededRandom(seed);
      const found = new Map<Passage, number>();
      const denied: string[] = [];
      for (let number = 0; number < count; number += 1) {
        const { sql } = randomQuery(random, number % 2 === 0 ? 0 : 0.15);
        const passage = await pass(sql);
        tally(found, passage);
        if (passage === 'denied' || passage === 'refused by the gate') denied.push(`${passage}: ${sql}`);
      }
      print(`${count} queries through all layers`, found);
      expect(denied).toEqual([]);
      // Queries that nothing lets through would prove little.
      expect(found.get('allowed') ?? 0).toBeGreaterThan(count / 20);
      expect(found.get('refused by the analyser') ?? 0).toBeGreaterThan(count / 20);
    },
    60_000 + count * 20,
  );

  it(
    'gives nothing internal away, with nothing but the authorizer in its way',
    async () => {
      const random = seededRandom(seed + 1);
      const found = new Map<string, number>();
      for (let number = 0; number < count; number += 1) {
        tally(found, await leak(randomQuery(random, number % 2 === 0 ? 0.05 : 0.3)));
      }
      print(`${count} queries to an armed handle`, found);
      expect(found.get('ran') ?? 0).toBeGreaterThan(count / 20);
      expect(found.get('denied') ?? 0).toBeGreaterThan(count / 20);
    },
    60_000 + count * 20,
  );
});

describe('a query of the lists', () => {
  it('gives nothing internal away, with nothing but the authorizer in its way', async () => {
    const found = new Map<string, number>();
    const texts = [...forbiddenQueries.map(({ sql }) => sql), ...inertInjections];
    for (const sql of texts) tally(found, await leak({ sql, ctes: ctesOf(sql) }));
    print(`${texts.length} forbidden queries to an armed handle`, found);
    // Each handle still does its work, and the control is still the host's.
    for (const market of [armed, armedOtherwise]) {
      expect(await market.run('SELECT count(*) AS n FROM ohlcv', [])).toEqual({
        kind: 'ran',
        rows: '[{"n":4}]',
      });
      expect(await market.run('SELECT * FROM settings', [])).toMatchObject({ kind: 'denied' });
    }
  });

  it('that is forbidden passes not all of analyser and gate', async () => {
    const passed: string[] = [];
    for (const { sql } of forbiddenQueries) {
      if ((await pass(sql)) === 'allowed') passed.push(sql.slice(0, 200));
    }
    expect(passed).toEqual([]);
  });

  it('that is innocent passes every layer', async () => {
    const stopped: string[] = [];
    for (const { sql } of innocentQueries) {
      const passage = await pass(sql);
      if (passage !== 'allowed') stopped.push(`${passage}: ${sql}`);
    }
    expect(stopped).toEqual([]);
  });
});
