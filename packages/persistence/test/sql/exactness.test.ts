import { EngineError } from '@daybook/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AnalysedQuery, analyseQuery } from '../../src/sql/analyse-query.ts';
import { type NativeDatabase, type NativeRow, openNativeDatabase } from '../native-database.ts';
import { type Cell, type Row, rowKey, spell } from './oracle-cell.ts';
import { createQueryDice } from './query-dice.ts';
import { type RandomQuery, randomQuery } from './random-query.ts';
import { randomTables, snapshotTables } from './random-tables.ts';

/** `DAYBOOK_SQL_CASES=100000` asks more queries, `DAYBOOK_SEED` those of an earlier test. */
const count = Number(process.env['DAYBOOK_SQL_CASES'] ?? 300);
const seed = Number(process.env['DAYBOOK_SEED'] ?? Date.now() % 2 ** 31);

let database: NativeDatabase;

beforeAll(async () => {
  database = await openNativeDatabase();
  for (const statement of snapshotTables.split(';'))
    if (statement.trim() !== '') await database.all(statement);
});

afterAll(() => database.close());

async function fill(table: string, rows: readonly Row[]): Promise<void> {
  await database.all(`DELETE FROM ${table}`);
  for (const row of rows) {
    await database.all(
      `INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`,
      row.map((cell) => (cell !== null && typeof cell === 'object' ? spell(cell) : cell)),
    );
  }
}

/** The rows as texts, and those of the columns that they are ordered by in their order. */
function told(
  rows: readonly Row[],
  { orderedBy }: RandomQuery,
): { rows: readonly string[]; order: readonly string[] } {
  return {
    rows: rows.map(rowKey).sort(),
    order: rows.map((row) => rowKey(orderedBy.map(([position]) => row[position] ?? null))),
  };
}

function cellsOf(row: NativeRow): Row {
  return Object.values(row).map((value): Cell => {
    if (value === null || typeof value === 'number' || typeof value === 'string') return value;
    throw new TypeError(`${typeof value} is no cell`);
  });
}

describe('a query over decimals', () => {
  it(
    'gives exactly what it says, or is refused',
    async () => {
      const refusals = new Map<string, number>();
      let asked = 0;
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (generate) => {
          const dice = createQueryDice(generate);
          const tables = randomTables(dice);
          await fill('ohlcv', tables.bars.rows);
          await fill('dividends', tables.payments.rows);
          for (let again = 0; again < 5; again += 1) {
            dice.parameters.clear();
            const query = randomQuery(dice, tables);
            asked += 1;
            const params = Object.fromEntries(dice.parameters);
            const analysed = analysedOrRefused(query.sql, params);
            if (analysed instanceof EngineError) {
              refusals.set(analysed.message, (refusals.get(analysed.message) ?? 0) + 1);
              continue;
            }
            const given = (
              await database.all(
                analysed.sql,
                analysed.parameters.map((name) => params[name]),
              )
            ).map(cellsOf);
            const about = {
              sql: query.sql,
              ran: analysed.sql,
              bars: tables.bars.rows.map(rowKey),
              payments: tables.payments.rows.map(rowKey),
            };
            expect({ ...about, ...told(given, query) }).toEqual({ ...about, ...told(query.rows, query) });
            expect([query.sql, ...analysed.columns.map(({ type }) => type === 'decimal')]).toEqual([
              query.sql,
              ...query.types.map((type) => type === 'decimal'),
            ]);
          }
        }),
        { numRuns: Math.ceil(count / 5), seed, endOnFailure: true },
      );
      const refused = [...refusals.values()].reduce((sum, each) => sum + each, 0);
      process.stderr.write(`${asked} queries, ${refused} refused, DAYBOOK_SEED=${seed}\n`);
      if (process.env['DAYBOOK_SQL_CASES'] !== undefined) {
        for (const [message, times] of [...refusals].slice(0, 10))
          process.stderr.write(`${times} x ${message}\n`);
      }
      expect(refused / asked).toBeLessThan(0.05);
    },
    count * 50 + 20_000,
  );
});

function analysedOrRefused(
  sql: string,
  params: Readonly<Record<string, string | number>>,
): AnalysedQuery | EngineError {
  try {
    // Half of the time as if they weren't known yet.
    return sql.length % 2 === 0 ? analyseQuery(sql) : analyseQuery(sql, params);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}
