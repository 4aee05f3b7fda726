import { exact } from '../native-oracle.ts';
import type { Cell, Row } from './oracle-cell.ts';
import type { QueryDice } from './query-dice.ts';
import { storedNumbers } from './random-literal.ts';
import type { RandomTables, Relation } from './random-relation.ts';

const decimals = ['open', 'high', 'low', 'close', 'volume'];

/** Tables as a snapshot has them, with some columns of those datasets. */
export const snapshotTables = `
  CREATE TABLE ohlcv (symbol TEXT, date TEXT, ${decimals.map((name) => `${name} TEXT COLLATE decimal`).join(', ')},
    provisional INTEGER, PRIMARY KEY (symbol, date)) WITHOUT ROWID;
  CREATE TABLE dividends (symbol TEXT, ex_date TEXT, amount TEXT COLLATE decimal, PRIMARY KEY (symbol, ex_date)) WITHOUT ROWID;`;

const barColumns: Relation['columns'] = [
  { name: 'symbol', type: 'text' },
  { name: 'date', type: 'text' },
  ...decimals.map((name) => ({ name, type: 'decimal' as const })),
  { name: 'provisional', type: 'integer' },
];

/** Random rows; few enough values for many of them to be equal. */
export function randomTables(dice: QueryDice): RandomTables {
  const few = Array.from({ length: 6 }, () => dice.one(storedNumbers));
  const number = (): Cell =>
    dice.chance(15) ? null : exact(dice.chance(70) ? dice.one(few) : dice.one(storedNumbers));
  const symbols = ['AA', 'B', 'aa'];
  const bars = Array.from({ length: dice.roll(13) }, (_, index): Row => {
    const symbol = symbols[index % symbols.length] ?? '';
    const flag = dice.one([0, 1, null]);
    return [symbol, `2024-01-${String(10 + index)}`, ...decimals.map(number), flag];
  });
  const payments = Array.from(
    { length: dice.roll(5) },
    (_, index): Row => [dice.one(symbols), `2024-02-${10 + index}`, number()],
  );
  return {
    named: [],
    bars: { sql: 'ohlcv', columns: barColumns, rows: bars, key: [0, 1] },
    payments: {
      sql: 'dividends',
      columns: [
        { name: 'symbol', type: 'text' },
        { name: 'ex_date', type: 'text' },
        { name: 'amount', type: 'decimal' },
      ],
      rows: payments,
      key: [0, 1],
    },
  };
}
