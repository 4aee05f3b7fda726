import { type Cell, type CellType, order, type Row, rowKey, type Term } from './oracle-cell.ts';
import type { QueryDice } from './query-dice.ts';
import { aggregateTerm, windowTerm } from './random-aggregate.ts';
import { type Looked, randomCondition } from './random-condition.ts';
import { numberLiteral } from './random-literal.ts';
import { firstRelation, joinedWithItself, type RandomTables, type Relation } from './random-relation.ts';
import { termOf, type TermSource } from './random-term.ts';

/** A query, its rows, and what they are ordered by: positions and signs. */
export interface RandomQuery {
  readonly sql: string;
  readonly types: readonly CellType[];
  readonly rows: readonly Row[];
  readonly orderedBy: readonly (readonly [position: number, sign: 1 | -1])[];
}

/** A random query over the tables, and what it has to give. */
export function randomQuery(dice: QueryDice, tables: RandomTables): RandomQuery {
  const ctes: string[] = [];
  tables.named.splice(0);
  let relation = firstRelation(dice, tables, ctes);
  for (let depth = dice.roll(3); depth > 0; depth -= 1) {
    const inner = select(dice, relation, tables);
    relation = named(dice, inner, ctes);
    if (!relation.sql.startsWith('(')) tables.named.push(relation);
    if (dice.chance(20)) relation = joinedWithItself(dice, relation);
  }
  const outer = select(dice, relation, tables);
  const { text, orderedBy, rows } = ordered(dice, outer);
  const withClause = ctes.length === 0 ? '' : `WITH ${dice.one(['', 'RECURSIVE '])}${ctes.join(', ')} `;
  return { sql: withClause + text, types: outer.columns.map(({ type }) => type), rows, orderedBy };
}

/** Makes a SELECT something to read from: a subquery or a common table expression. */
function named(dice: QueryDice, inner: Relation, ctes: string[]): Relation {
  if (dice.chance(50)) return { ...inner, sql: `(${inner.sql})` };
  const name = `q${ctes.length + 1}`;
  ctes.push(`${name} AS ${dice.one(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${inner.sql})`);
  return { ...inner, sql: name };
}

/** A decimal column of a table that has one. */
function lookedAt(dice: QueryDice, relations: readonly Relation[]): Looked | undefined {
  const { sql, rows, columns } = dice.one(relations);
  const positions = columns.flatMap(({ type }, at) => (type === 'decimal' ? [at] : []));
  if (positions.length === 0) return undefined;
  const at = dice.one(positions);
  return { table: sql, rows, column: columns[at]?.name ?? '', at };
}

function sourceOf(
  dice: QueryDice,
  relation: Relation,
  tables: RandomTables,
): { source: TermSource; alias: string } {
  const alias = dice.one(['s', 't1', '"a b"']);
  const qualified = dice.chance(60);
  const atoms = relation.columns.map(
    ({ name, type }, index): Term => ({
      sql: qualified || dice.chance(30) ? `${alias}.${name}` : name,
      type,
      of: ({ row }) => row[index] ?? null,
    }),
  );
  const looked = lookedAt(dice, [tables.bars, ...tables.named]);
  const source: TermSource = {
    dice,
    atoms,
    condition: (depth) => randomCondition(source, depth, qualified ? looked : undefined),
  };
  return { source, alias };
}

function select(dice: QueryDice, relation: Relation, tables: RandomTables): Relation {
  const shape = dice.one(['plain', 'plain', 'windows', 'groups', 'groups', 'distinct', 'union']);
  if (shape === 'groups') return grouped(dice, relation, tables);
  if (shape === 'union') return united(dice, relation, tables);
  const types = Array.from({ length: 1 + dice.roll(3) }, () =>
    dice.one<CellType>(['decimal', 'decimal', 'decimal', 'integer', 'text']),
  );
  return plain(dice, { relation, tables, types, shape });
}

function plain(
  dice: QueryDice,
  {
    relation,
    tables,
    types,
    shape,
  }: { relation: Relation; tables: RandomTables; types: readonly CellType[]; shape: string },
): Relation {
  const { source, alias } = sourceOf(dice, relation, tables);
  const unique = relation.key.flatMap((position) => source.atoms[position] ?? []);
  const terms = types.map((type) => termOf(source, type));
  if (shape === 'windows') terms.push(windowTerm(source, unique));
  const names = namesFor(relation, terms.length);
  const where = dice.chance(50) ? source.condition(1) : undefined;
  const rows = relation.rows.filter(
    (row) => where === undefined || where.holds({ row, rows: relation.rows }) === true,
  );
  const results = rows.map((row) => terms.map((term) => term.of({ row, rows })));
  const from = `FROM ${relation.sql} AS ${alias}${where === undefined ? '' : ` WHERE ${where.sql}`}`;
  return {
    sql: `SELECT ${shape === 'distinct' ? 'DISTINCT ' : ''}${listed(terms, names)} ${from}`,
    columns: columnsOf(terms, names),
    rows: shape === 'distinct' ? singled(results) : results,
    key: [],
  };
}

/** Names that the table does not have: GROUP BY would take its column for the alias. */
function namesFor(relation: Relation, count: number): readonly string[] {
  const letter = relation.columns[0]?.name === 'c0' ? 'd' : 'c';
  return Array.from({ length: count }, (_, index) => `${letter}${index}`);
}

function listed(terms: readonly { readonly sql: string }[], names: readonly string[]): string {
  return terms.map(({ sql }, index) => `${sql} AS ${names[index]}`).join(', ');
}

function columnsOf(terms: readonly Term[], names: readonly string[]): Relation['columns'] {
  return terms.map(({ type }, index) => ({ name: names[index] ?? '', type }));
}

function singled(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [rowKey(row), row])).values()];
}

function grouped(dice: QueryDice, relation: Relation, tables: RandomTables): Relation {
  const { source, alias } = sourceOf(dice, relation, tables);
  const keys = Array.from({ length: dice.roll(3) }, () =>
    termOf(source, dice.one<CellType>(['decimal', 'decimal', 'text', 'integer'])),
  );
  const aggregates = [aggregateTerm(source), aggregateTerm(source), aggregateTerm(source)].slice(
    0,
    1 + dice.roll(3),
  );
  // Over aggregates, again, terms and conditions of all kinds; the first stands alone, as some have none in them.
  const overs: TermSource = { dice, atoms: aggregates, condition: (depth) => randomCondition(overs, depth) };
  const terms = [
    ...keys,
    ...aggregates.map((aggregate, index) =>
      index > 0 && dice.chance(40) ? termOf(overs, 'decimal') : aggregate,
    ),
  ];
  const having = dice.chance(40) ? randomCondition(overs, 1) : undefined;
  const groups = new Map<string, Row[]>();
  if (keys.length === 0) groups.set('', []);
  for (const row of relation.rows) {
    const key = keys.length === 0 ? '' : rowKey(keys.map((term) => term.of({ row, rows: [] })));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const rows = [...groups.values()].flatMap((members): Row[] => {
    const place = { row: members[0] ?? [], rows: members };
    return having === undefined || having.holds(place) === true ? [terms.map((term) => term.of(place))] : [];
  });
  const names = namesFor(relation, terms.length);
  const by = keys.map((term, index) => dice.one([term.sql, names[index] ?? '', String(index + 1)]));
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${by.join(', ')}`;
  return {
    sql: `SELECT ${listed(terms, names)} FROM ${relation.sql} AS ${alias}${groupBy}${having === undefined ? '' : ` HAVING ${having.sql}`}`,
    columns: columnsOf(terms, names),
    rows,
    key: [],
  };
}

function united(dice: QueryDice, relation: Relation, tables: RandomTables): Relation {
  const types = Array.from({ length: 1 + dice.roll(2) }, () =>
    dice.one<CellType>(['decimal', 'decimal', 'integer']),
  );
  const first = plain(dice, { relation, tables, types, shape: 'plain' });
  const second = dice.chance(30)
    ? constants(dice, types)
    : plain(dice, { relation, tables, types, shape: 'plain' });
  const swapped = dice.chance(30) ? ([second, first] as const) : ([first, second] as const);
  const operator = dice.one(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT']);
  const [left, right] = swapped;
  return {
    ...left,
    sql: `${left.sql} ${operator} ${right.sql}`,
    rows: combined(operator, left.rows, right.rows),
  };
}

/** A row of literals and NULL, where decimals and integers are asked for. */
function constants(dice: QueryDice, types: readonly CellType[]): Relation {
  const literals = types.map((type): { sql: string; cell: Cell } => {
    if (dice.chance(25)) return { sql: 'NULL', cell: null };
    if (type === 'integer') return { sql: '1', cell: 1 };
    const literal = numberLiteral(dice);
    return { sql: literal.sql, cell: literal.of({ row: [], rows: [] }) };
  });
  return {
    sql: `SELECT ${literals.map(({ sql }, index) => `${sql} AS x${index}`).join(', ')}`,
    columns: types.map((type, index) => ({ name: `x${index}`, type })),
    rows: [literals.map(({ cell }) => cell)],
    key: [],
  };
}

function combined(operator: string, left: readonly Row[], right: readonly Row[]): readonly Row[] {
  if (operator === 'UNION ALL') return [...left, ...right];
  if (operator === 'UNION') return singled([...left, ...right]);
  const others = new Set(right.map(rowKey));
  return singled(left.filter((row) => others.has(rowKey(row)) === (operator === 'INTERSECT')));
}

/** The outermost SELECT with ORDER BY, and with LIMIT where that leaves no choice of rows. */
function ordered(
  dice: QueryDice,
  outer: Relation,
): { text: string; orderedBy: RandomQuery['orderedBy']; rows: readonly Row[] } {
  if (dice.chance(30)) return { text: outer.sql, orderedBy: [], rows: outer.rows };
  const all = dice.chance(50);
  const positions = outer.columns.map((_, position) => position);
  const chosen = all ? positions : [dice.one(positions)];
  const orderedBy = chosen.map((position): readonly [number, 1 | -1] => [
    position,
    dice.one<1 | -1>([1, -1]),
  ]);
  const terms = orderedBy.map(
    ([position, sign]) =>
      `${dice.one([outer.columns[position]?.name ?? '', String(position + 1)])}${sign === 1 ? dice.one(['', ' ASC']) : ' DESC'}`,
  );
  const text = `${outer.sql} ORDER BY ${terms.join(', ')}`;
  const sorted = [...outer.rows].sort(
    (a, b) =>
      orderedBy
        .map(([position, sign]) => order(a[position] ?? null, b[position] ?? null) * sign)
        .find((difference) => difference !== 0) ?? 0,
  );
  if (!all || dice.chance(50)) return { text, orderedBy, rows: sorted };
  const [limit, offset] = [1 + dice.roll(5), dice.roll(3)];
  return {
    text: `${text} LIMIT ${limit} OFFSET ${offset}`,
    orderedBy,
    rows: sorted.slice(offset, offset + limit),
  };
}
