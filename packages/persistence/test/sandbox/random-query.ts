import { canonicalDataset, storedDatasetNames } from '@daybook/kernel';
import { createExpressions, type Expressions, type Meant, type Named } from './random-expression.ts';
import { createPoison, type Poison } from './random-poison.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A query made by chance. */
export interface RandomQuery {
  readonly sql: string;
  /** Names of its common table expressions. */
  readonly ctes: readonly string[];
}

/** Something to select from. */
interface Relation {
  readonly name: string;
  readonly columns: readonly Named[];
}

const relations: readonly Relation[] = storedDatasetNames.flatMap((name) => {
  const columns = canonicalDataset(name).columns.flatMap((column) => {
    const kind = meantBy(column.kind);
    return kind === undefined ? [] : [{ name: column.name, kind }];
  });
  const provider = { name: 'provider', kind: 'text' } as const;
  return [
    { name, columns },
    { name: `${name}_all`, columns: [...columns, provider] },
  ];
});

function meantBy(kind: string): Meant | undefined {
  if (kind === 'decimal' || kind === 'text' || kind === 'date') return kind;
  return undefined;
}

const kinds = ['decimal', 'text', 'date', 'integer'] as const;

/** A query over the datasets; `rate`, from 0 to 1, is how often something forbidden takes the place of something allowed. */
export function randomQuery(random: SeededRandom, rate: number): RandomQuery {
  const maker = createMaker(random, createPoison(random, rate));
  const ctes: Relation[] = [];
  const bodies = random.chance(0.4) ? random.some(3, () => maker.cte(ctes)) : [];
  const shape = random.some(4, () => random.pick(kinds));
  const arms = random.chance(0.2) ? random.some(3, () => maker.select(shape, ctes, 2)) : [];
  const joined = [maker.select(shape, ctes, 2), ...arms].join(
    ` ${random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'] as const)} `,
  );
  const withs = bodies.length === 0 ? '' : `WITH ${bodies.join(', ')} `;
  const order = random.chance(0.4) ? ` ORDER BY ${1 + random.below(shape.length)}` : '';
  const limit = random.chance(0.3) ? ` LIMIT ${random.below(20)}` : '';
  return {
    sql: maker.poison.query(`${withs}${joined}${order}${limit}`),
    ctes: ctes.map(({ name }) => name),
  };
}

interface Maker {
  readonly poison: Poison;
  /** A named query, which later ones may select from. */
  cte(known: Relation[]): string;
  select(shape: readonly Meant[], known: readonly Relation[], depth: number): string;
}

function createMaker(random: SeededRandom, poison: Poison): Maker {
  let aliases = 0;

  function expressions(columns: readonly Named[], known: readonly Relation[]): Expressions {
    const subquery = (kind: Meant, depth: number): string => `${select([kind], known, depth)} LIMIT 1`;
    return createExpressions({ random, poison, subquery }, columns);
  }

  function source(known: readonly Relation[], depth: number): Relation & { readonly text: string } {
    aliases += 1;
    const alias = `t${aliases}`;
    const named = (columns: readonly Named[]): readonly Named[] =>
      columns.map(({ name, kind }) => ({ name: `${alias}.${name}`, kind }));
    if (depth > 0 && random.chance(0.2)) {
      const shape = random.some(3, () => random.pick(kinds));
      const columns = shape.map((kind, index) => ({ name: `c${index}`, kind }));
      return {
        name: alias,
        columns: named(columns),
        text: `(${select(shape, known, depth - 1)}) AS ${alias}`,
      };
    }
    const candidates = known.length > 0 && random.chance(0.4) ? known : relations;
    const chosen = candidates[random.below(candidates.length)];
    if (chosen === undefined) throw new RangeError('nothing to select from');
    return { name: alias, columns: named(chosen.columns), text: `${poison.table(chosen.name)} AS ${alias}` };
  }

  function select(shape: readonly Meant[], known: readonly Relation[], depth: number): string {
    const first = source(known, depth);
    const second = random.chance(0.25) ? source(known, depth) : undefined;
    const columns = [...first.columns, ...(second?.columns ?? [])];
    const made = expressions(columns, known);
    const from = second === undefined ? first.text : `${first.text} ${join(second.text, made)}`;
    const where = random.chance(0.5) ? ` WHERE ${made.condition(depth)}` : '';
    return random.chance(0.3) ? grouped() : plain();

    function plain(): string {
      const windowed = random.chance(0.15);
      const cells = shape.map((kind, index) => {
        const cell = windowed && random.chance(0.5) ? made.window(kind) : made.value(kind, depth);
        return `${cell} AS c${index}`;
      });
      const distinct = random.chance(0.15) ? 'DISTINCT ' : '';
      return `SELECT ${distinct}${cells.join(', ')} FROM ${from}${where}`;
    }

    function grouped(): string {
      const cells = shape.map((kind, index) => `${made.aggregate(kind)} AS c${index}`);
      const group = random.chance(0.7) ? ` GROUP BY ${made.value('text', 1)}` : '';
      const having = group !== '' && random.chance(0.4) ? ` HAVING ${made.aggregate('decimal')} > 10` : '';
      return `SELECT ${cells.join(', ')} FROM ${from}${where}${group}${having}`;
    }
  }

  function join(text: string, made: Expressions): string {
    const kind = random.pick(['JOIN', 'LEFT JOIN', 'CROSS JOIN', 'FULL JOIN'] as const);
    return kind === 'CROSS JOIN' ? `${kind} ${text}` : `${kind} ${text} ON ${made.condition(0)}`;
  }

  return {
    poison,
    select,
    cte(known) {
      const name = `w${known.length}`;
      const shape = random.some(3, () => random.pick(kinds));
      const body = select(shape, [...known], 1);
      known.push({ name, columns: shape.map((kind, index) => ({ name: `c${index}`, kind })) });
      const materialized = random.chance(0.2) ? 'MATERIALIZED ' : '';
      return `${name} AS ${materialized}(${body})`;
    },
  };
}
