import { it } from '@jest/globals';
import { rewrittenFunctionNames } from '../../src/sql/allowed-functions.ts';
import { analyseQuery } from '../../src/sql/analyse-query.ts';
import { openMarket } from './armed-market.ts';
import { secret } from './planted-secrets.ts';
import { randomQuery } from './random-query.ts';
import { seededRandom } from './seeded-random.ts';
it('x', async () => {
  const u = await openMarket({ secret, copies: 1 });
  const m = await openMarket({ secret, copies: 1, functions: new Set(rewrittenFunctionNames) });
  const r = seededRandom(2002); const c = new Map<string, number>();
  for (let i = 0; i < 100000; i++) {
    const { sql } = randomQuery(r, i % 2 === 0 ? 0 : 0.15); let a;
    try { a = analyseQuery(sql); } catch { continue; }
    try { await u.explain(a.sql, a.ctes); } catch (e) { console.log(String(e) + '\n' + sql + '\n' + a.sql); continue; }
    if (i < 30000) { const o = await m.run(a.sql, a.ctes); const k = o.kind === 'ran' ? 'ran' : o.message; if (!c.has(k) && k !== 'ran') console.log(k + '\n' + sql + '\n' + a.sql); c.set(k, (c.get(k) ?? 0) + 1); }
  }
  console.log(JSON.stringify([...c]));
  await m.close(); await u.close();
}, 500000);
