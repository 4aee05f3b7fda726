const argumentKinds = [
  'any',
  'text',
  'integer',
  'number',
  'decimal',
  'value',
  'condition',
  'time',
  'modifier',
  'json',
  'format',
] as const;

/** What an argument has to be. `value` arguments are of one kind with each other and with the result. */
export type ArgumentKind = (typeof argumentKinds)[number];

/** What a function gives: a type, or a rule that looks at the arguments. */
export type ResultRule =
  | 'integer'
  | 'real'
  | 'text'
  | 'date'
  | 'json'
  | 'decimal'
  | 'value'
  | 'sum'
  | 'average'
  | 'total'
  | 'extreme'
  | 'absolute'
  | 'sign'
  | 'null-if'
  | 'formatted'
  | 'extracted';

/** A function that queries may call. */
export interface AllowedFunction {
  /** `aggregate` functions take FILTER, DISTINCT and OVER; `window` functions need OVER. */
  readonly role: 'scalar' | 'aggregate' | 'window';
  /** The last one stands for all further arguments. */
  readonly takes: readonly ArgumentKind[];
  readonly least: number;
  readonly most: number;
  readonly gives: ResultRule;
}

type Entry = readonly [names: string, takes: string, gives: ResultRule, least: number, most: number];

const many = 100;

const scalars: readonly Entry[] = [
  ['date', 'time modifier', 'date', 0, 10],
  ['time datetime', 'time modifier', 'text', 0, 10],
  ['julianday', 'time modifier', 'real', 0, 10],
  ['unixepoch', 'time modifier', 'integer', 0, 10],
  ['strftime', 'format time modifier', 'text', 1, 10],
  ['timediff', 'time time', 'text', 2, 2],
  ['length unicode', 'text', 'integer', 1, 1],
  ['lower upper', 'text', 'text', 1, 1],
  ['trim ltrim rtrim', 'text', 'text', 1, 2],
  ['substr substring', 'text integer', 'text', 2, 3],
  ['replace', 'text', 'text', 3, 3],
  ['instr', 'text', 'integer', 2, 2],
  ['like', 'text', 'integer', 2, 3],
  ['glob', 'text', 'integer', 2, 2],
  ['char', 'integer', 'text', 0, many],
  ['concat', 'text', 'text', 1, many],
  ['concat_ws', 'text', 'text', 2, many],
  ['printf format', 'format any', 'formatted', 1, many],
  ['typeof', 'any', 'text', 1, 1],
  ['coalesce', 'value', 'value', 2, many],
  ['ifnull', 'value', 'value', 2, 2],
  ['nullif', 'value', 'null-if', 2, 2],
  ['iif if', 'condition value', 'value', 2, many],
  ['abs', 'number', 'absolute', 1, 1],
  ['round', 'number integer', 'decimal', 1, 2],
  ['sign', 'number', 'sign', 1, 1],
  ['json_extract', 'json text', 'extracted', 2, many],
  ['json_type', 'json text', 'text', 1, 2],
  ['json_valid', 'json integer', 'integer', 1, 2],
  ['json_array_length', 'json text', 'integer', 1, 2],
  ['json_object json_array', 'any', 'json', 0, many],
  ['dec dec_abs', 'decimal', 'decimal', 1, 1],
  ['is_dec', 'any', 'integer', 1, 1],
  ['dec_add dec_mul dec_min dec_max', 'decimal', 'decimal', 2, 8],
  ['dec_sub dec_mod dec_nullif', 'decimal', 'decimal', 2, 2],
  ['dec_div', 'decimal decimal integer', 'decimal', 2, 3],
  ['dec_round', 'decimal integer', 'decimal', 1, 2],
  ['dec_cmp', 'decimal', 'integer', 2, 2],
];

const aggregates: readonly Entry[] = [
  ['count', 'any', 'integer', 0, 1],
  ['sum', 'number', 'sum', 1, 1],
  ['avg', 'number', 'average', 1, 1],
  ['total', 'number', 'total', 1, 1],
  ['min max', 'value', 'extreme', 1, many],
  ['group_concat', 'text', 'text', 1, 2],
  ['string_agg', 'text', 'text', 2, 2],
  ['json_group_array', 'any', 'json', 1, 1],
  ['json_group_object', 'any', 'json', 2, 2],
];

const windows: readonly Entry[] = [
  ['row_number rank dense_rank', '', 'integer', 0, 0],
  ['percent_rank cume_dist', '', 'real', 0, 0],
  ['ntile', 'integer', 'integer', 1, 1],
  ['lag lead', 'value integer value', 'value', 1, 3],
  ['first_value last_value', 'value', 'value', 1, 1],
  ['nth_value', 'value integer', 'value', 2, 2],
];

function toArgumentKinds(words: string): readonly ArgumentKind[] {
  return words.split(' ').flatMap((word) => argumentKinds.filter((kind) => kind === word));
}

function toFunctions(role: AllowedFunction['role'], entries: readonly Entry[]): [string, AllowedFunction][] {
  return entries.flatMap(([names, takes, gives, least, most]) =>
    names
      .split(' ')
      .map((name): [string, AllowedFunction] => [
        name,
        { role, takes: toArgumentKinds(takes), gives, least, most },
      ]),
  );
}

const functions = new Map<string, AllowedFunction>([
  ...toFunctions('aggregate', aggregates),
  ...toFunctions('window', windows),
  ...toFunctions('scalar', scalars),
]);

/** The names of all functions that queries may call, aggregates first. */
export const allowedFunctionNames: readonly string[] = [...functions.keys()];

/**
 * The names of the functions that a rewritten query may call: those above, what rewriting puts in their place, and what
 * SQLite compiles the operators `->` and `->>` to. The same for every query.
 */
export const rewrittenFunctionNames: readonly string[] = [
  ...allowedFunctionNames,
  'dec_format',
  'dec_sum_products',
  '->',
  '->>',
];

/** The function of that name, in small letters; `undefined` when queries may not call it. */
export function allowedFunction(name: string): AllowedFunction | undefined {
  return functions.get(name);
}
