import { forbiddenCalls } from './corpus/forbidden-functions.ts';
import { internalTables, ownTablesOfSqlite, spellings } from './corpus/forbidden-tables.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Puts forbidden things into queries, at the rate that it was made with. */
export interface Poison {
  /** The table, or a forbidden one. */
  table(name: string): string;
  /** The expression, or a forbidden one. */
  expression(text: string): string;
  /** The whole query, perhaps maimed. */
  query(sql: string): string;
}

const [first, ...others] = forbiddenCalls;
const calls: readonly [string, ...string[]] = [first, ...others];

const wrappings: readonly [(inner: string) => string, ...((inner: string) => string)[]] = [
  (inner) => `hex(${inner})`,
  (inner) => `quote(${inner})`,
  (inner) => `likely(${inner})`,
  (inner) => `(${inner}) COLLATE nocase`,
  (inner) => `CAST(${inner} AS BLOB)`,
  (inner) => `daybook_collect(${inner})`,
  (inner) => `daybook_guard('end', ${inner})`,
  (inner) => `load_extension(${inner})`,
  (inner) => `dec_format('%d', ${inner})`,
  (inner) => `coalesce((SELECT max(value) FROM settings), ${inner})`,
  (inner) => `(SELECT ${inner} FROM tokens)`,
  (inner) => `CASE WHEN 0 THEN (SELECT count(*) FROM policies) ELSE ${inner} END`,
  (inner) => `iif(EXISTS (SELECT 1 FROM sqlite_schema), ${inner}, NULL)`,
  (inner) => `(${inner} IN settings)`,
  (inner) => `(SELECT count(*) FROM json_each('[1]') WHERE key = ${inner})`,
];

const tails: readonly [string, ...string[]] = [
  '; SELECT value FROM settings',
  ';',
  ' UNION SELECT value FROM settings',
  ' UNION ALL SELECT name FROM sqlite_schema',
  ' -- tail',
  ' /* open',
  ')',
  '(',
  "'",
  ' LIMIT (SELECT count(*) FROM tokens)',
  ' INTERSECT SELECT key FROM settings',
];

const heads: readonly [string, ...string[]] = [
  'EXPLAIN ',
  'EXPLAIN QUERY PLAN ',
  'CREATE TABLE stolen AS ',
  'WITH settings AS (SELECT 1) ',
  'WITH ohlcv AS (SELECT * FROM settings) ',
  'VALUES (1) UNION ',
  'INSERT INTO settings ',
  'PRAGMA query_only = 0; ',
];

/** A poison of a rate from 0, which does nothing, to 1. */
export function createPoison(random: SeededRandom, rate: number): Poison {
  const tables = [...internalTables, ...ownTablesOfSqlite] as const;
  const spelled = (): string => {
    const name = tables[random.below(tables.length)] ?? 'settings';
    return spellings[random.below(spellings.length)]?.(name) ?? name;
  };
  return {
    table: (name) => (random.chance(rate) ? spelled() : name),
    expression(text) {
      if (!random.chance(rate / 4)) return text;
      return random.chance(0.5) ? random.pick(calls) : random.pick(wrappings)(text);
    },
    query(sql) {
      if (!random.chance(rate)) return sql;
      if (random.chance(0.25)) return random.pick(heads) + sql;
      return random.chance(0.4) ? sql + random.pick(tails) : maim(random, sql);
    },
  };
}

/** Drops, doubles or swaps words, as a slip of the hand would. */
function maim(random: SeededRandom, sql: string): string {
  const words = sql.split(' ');
  const at = random.below(words.length);
  const other = random.below(words.length);
  const [word = '', otherWord = ''] = [words[at], words[other]];
  switch (random.below(3)) {
    case 0:
      return words.toSpliced(at, 1).join(' ');
    case 1:
      return words.toSpliced(at, 0, otherWord).join(' ');
    default:
      return words.with(at, otherWord).with(other, word).join(' ');
  }
}
