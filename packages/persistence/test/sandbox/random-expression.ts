import type { Poison } from './random-poison.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What an expression is meant to give. */
export type Meant = 'decimal' | 'text' | 'date' | 'integer';

/** A column that an expression may name, as it has to be written. */
export interface Named {
  readonly name: string;
  readonly kind: Meant;
}

export interface ExpressionSource {
  readonly random: SeededRandom;
  readonly poison: Poison;
  /** A query that gives one column of that kind. */
  subquery(kind: Meant, depth: number): string;
}

/** Makes expressions over the columns, with subqueries down to that depth. */
export interface Expressions {
  value(kind: Meant, depth: number): string;
  condition(depth: number): string;
  aggregate(kind: Meant): string;
  window(kind: Meant): string;
}

type Makers = readonly [() => string, ...(() => string)[]];

export function createExpressions(source: ExpressionSource, columns: readonly Named[]): Expressions {
  const { random, poison } = source;
  const literals = {
    decimal: ['0', '100', '95.5', '1010.10', '0.1', '12345678901234567890.5', 'NULL'],
    text: ["'NRTH'", "'%R%'", "'a;b'", "'settings'", "''", 'NULL'],
    date: ["'2021-01-04'", "'2021-01-08'", "date('2021-01-04', '+3 days')"],
    integer: ['0', '1', '2', '30', '-1'],
  } as const satisfies Record<Meant, readonly string[]>;

  const column = (kind: Meant): string => {
    const fitting = columns.filter((each) => each.kind === kind);
    const found = fitting[random.below(fitting.length)]?.name;
    return found === undefined || random.chance(0.03) ? random.pick(literals[kind]) : found;
  };

  const value = (kind: Meant, depth: number): string => {
    const plain = depth <= 0 || random.chance(0.45);
    return poison.expression(plain ? column(kind) : random.pick(composed[kind](depth - 1))());
  };

  const composed: Record<Meant, (depth: number) => Makers> = {
    decimal: (depth) => [
      () => `dec_add(${value('decimal', depth)}, ${value('decimal', depth)})`,
      () => `dec_mul(${value('decimal', depth)}, ${random.pick(literals.decimal)})`,
      () => `dec_div(${value('decimal', depth)}, ${value('decimal', depth)}, ${random.below(8)})`,
      () => `dec_max(${value('decimal', depth)}, ${value('decimal', depth)})`,
      () => `round(${value('decimal', depth)}, ${random.below(4)})`,
      () => `abs(${value('decimal', depth)})`,
      () => `coalesce(${value('decimal', depth)}, ${random.pick(literals.decimal)})`,
      () => `nullif(${value('decimal', depth)}, ${value('decimal', depth)})`,
      () =>
        `CASE WHEN ${condition(depth)} THEN ${value('decimal', depth)} ELSE ${value('decimal', depth)} END`,
      () => `(${source.subquery('decimal', depth)})`,
    ],
    text: (depth) => [
      () => `upper(${value('text', depth)})`,
      () => `substr(${value('text', depth)}, 1, ${random.below(5)})`,
      () => `replace(${value('text', depth)}, 'R', '-')`,
      () => `${value('text', depth)} || ${value('text', depth)}`,
      () => `printf('%s/%.2f', ${value('text', depth)}, ${value('decimal', depth)})`,
      () => `coalesce(${value('text', depth)}, 'n/a')`,
      () => `typeof(${value('decimal', depth)})`,
      () => `CASE ${value('text', depth)} WHEN 'NRTH' THEN 'a' ELSE ${value('text', depth)} END`,
      () => `json_extract('{"a":"b"}', '$.a')`,
      () => `'{"a":"b"}' ->> 'a'`,
      () => `concat(${value('text', depth)}, ${value('date', depth)})`,
      () => `(${source.subquery('text', depth)})`,
    ],
    date: (depth) => [
      () => `date(${value('date', depth)}, '+${random.below(9)} days')`,
      () => `iif(${condition(depth)}, ${value('date', depth)}, ${value('date', depth)})`,
      () => `(${source.subquery('date', depth)})`,
    ],
    integer: (depth) => [
      () => `length(${value('text', depth)})`,
      () => `dec_cmp(${value('decimal', depth)}, ${value('decimal', depth)})`,
      () => `instr(${value('text', depth)}, 'R')`,
      () => `${value('integer', depth)} + ${value('integer', depth)}`,
      () => `unixepoch(${value('date', depth)})`,
      () => `(${source.subquery('integer', depth)})`,
    ],
  };

  const condition = (depth: number): string => {
    const kind = random.pick(['decimal', 'text', 'date', 'integer', 'decimal'] as const);
    const operator = random.pick(['=', '<', '<=', '>', '>=', '<>', 'IS', 'IS NOT'] as const);
    const comparison = `${value(kind, depth - 1)} ${operator} ${value(kind, depth - 1)}`;
    if (depth <= 0) return comparison;
    const deeper: Makers = [
      () => comparison,
      () => `(${condition(depth - 1)} AND ${condition(depth - 1)})`,
      () => `(${condition(depth - 1)} OR NOT ${condition(depth - 1)})`,
      () => `${value(kind, depth - 1)} BETWEEN ${value(kind, 0)} AND ${value(kind, 0)}`,
      () => `${column(kind)} IN (${random.pick(literals[kind])}, ${random.pick(literals[kind])})`,
      () => `${column(kind)} IN (${source.subquery(kind, depth - 1)})`,
      () => `${random.chance(0.3) ? 'NOT ' : ''}EXISTS (${source.subquery(kind, depth - 1)})`,
      () => `${column('text')} LIKE '%R%'`,
      () => `${value(kind, depth - 1)} IS NULL`,
    ];
    return random.pick(deeper)();
  };

  const filter = (): string => (random.chance(0.2) ? ` FILTER (WHERE ${condition(0)})` : '');

  const aggregate = (kind: Meant): string => {
    const inner = value(kind, 1);
    const shapes: Record<Meant, readonly [string, ...string[]]> = {
      decimal: [`sum(${inner})`, `avg(${inner})`, `max(${inner})`, `min(${inner})`, `total(${inner})`],
      text: [`max(${inner})`, `min(${inner})`, `group_concat(${inner})`],
      date: [`max(${inner})`, `min(${inner})`],
      integer: ['count(*)', `count(DISTINCT ${inner})`, `max(${inner})`, `sum(${inner})`],
    };
    return poison.expression(random.pick(shapes[kind]) + filter());
  };

  const window = (kind: Meant): string => {
    const inner = value(kind, 1);
    const call =
      kind === 'integer'
        ? random.pick(['row_number()', 'rank()', 'dense_rank()', 'ntile(3)', 'count(*)'] as const)
        : random.pick([`lag(${inner})`, `first_value(${inner})`, `max(${inner})`, `lead(${inner}, 2)`]);
    const partition = random.chance(0.5) ? `PARTITION BY ${column('text')} ` : '';
    const order = `ORDER BY ${value(random.pick(['date', 'decimal', 'text'] as const), 1)}`;
    return poison.expression(`${call} OVER (${partition}${order})`);
  };

  return { value, condition, aggregate, window };
}
