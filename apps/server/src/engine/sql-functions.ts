/** A function that SQL may call, as people and agents read of it. */
export interface SqlFunction {
  readonly name: string;
  /** How it is called; what stands in brackets may be left out. */
  readonly form: string;
  readonly description: string;
}

const exact: readonly (readonly [form: string, description: string])[] = [
  ['dec(x)', 'x as an exact decimal; NULL stays NULL.'],
  ['is_dec(x)', '1 when x spells a decimal, 0 when not.'],
  ['dec_add(x, y[, …])', 'The exact sum; 2 to 8 arguments.'],
  ['dec_sub(x, y)', 'The exact difference x - y.'],
  ['dec_mul(x, y[, …])', 'The exact product; 2 to 8 arguments.'],
  [
    'dec_div(x, y[, digits])',
    'x / y, rounded half away from zero to so many digits after the point; to 20 or more if left out.',
  ],
  ['dec_mod(x, y)', 'What is left of x after division by y.'],
  [
    'dec_round(x[, digits])',
    'x, rounded half away from zero to so many digits after the point; to a whole number if left out.',
  ],
  ['dec_cmp(x, y)', '-1, 0 or 1: x is less than, equal to or greater than y.'],
  ['dec_abs(x)', 'x without its sign.'],
  ['dec_min(x, y[, …])', 'The least of them by value.'],
  ['dec_max(x, y[, …])', 'The greatest of them by value.'],
  ['dec_nullif(x, y)', 'NULL when x equals y by value, otherwise x.'],
];

const aggregates: typeof exact = [
  [
    'count(*)',
    'The number of rows; count(x): of those where x is not NULL; count(DISTINCT x): of different values.',
  ],
  ['sum(x)', 'The sum; exact for decimals and integers. NULL without rows.'],
  ['total(x)', 'As sum, but 0 without rows.'],
  ['avg(x)', 'The mean, as a decimal.'],
  ['min(x)', 'The least value; min(x, y, …): the least of them.'],
  ['max(x)', 'The greatest value; max(x, y, …): the greatest of them.'],
  ['group_concat(x[, separator])', 'The values as one text, with "," between them.'],
  ['string_agg(x, separator)', 'The values as one text.'],
  ['json_group_array(x)', 'The values as a JSON array.'],
  ['json_group_object(name, x)', 'The values as a JSON object.'],
];

const windows: typeof exact = [
  ['row_number()', 'The place in the window, from 1; needs OVER, as all of these.'],
  ['rank()', 'The rank, with gaps after equals.'],
  ['dense_rank()', 'The rank, without gaps.'],
  ['percent_rank()', '(rank - 1) / (rows - 1), a float.'],
  ['cume_dist()', 'The share of rows up to this one, a float.'],
  ['ntile(n)', 'Which of n parts of equal size the row is in.'],
  ['lag(x[, n[, otherwise]])', 'x of the row n places before; n is 1 if left out.'],
  ['lead(x[, n[, otherwise]])', 'x of the row n places after.'],
  ['first_value(x)', 'x of the first row of the frame.'],
  ['last_value(x)', 'x of the last row of the frame.'],
  ['nth_value(x, n)', 'x of the nth row of the frame.'],
];

const times: typeof exact = [
  ['date(time[, modifier, …])', "YYYY-MM-DD, such as date(:as_of, '-7 days', 'start of month')."],
  ['time(time[, modifier, …])', 'HH:MM:SS.'],
  ['datetime(time[, modifier, …])', 'YYYY-MM-DD HH:MM:SS.'],
  ['strftime(format, time[, modifier, …])', "Text of that form, such as strftime('%Y-%m', date)."],
  ['julianday(time[, modifier, …])', 'Days, as a float: julianday(x) - julianday(y) are the days between.'],
  ['unixepoch(time[, modifier, …])', 'Seconds since 1970-01-01 UTC.'],
  ['timediff(time, other)', 'The difference as text, +YYYY-MM-DD HH:MM:SS.SSS.'],
];

const numbers: typeof exact = [
  ['abs(x)', 'x without its sign.'],
  ['round(x[, digits])', 'A decimal, rounded half away from zero.'],
  ['sign(x)', '-1, 0 or 1.'],
];

const choices: typeof exact = [
  ['coalesce(x, y[, …])', 'The first that is not NULL.'],
  ['ifnull(x, y)', 'x, or y when x is NULL.'],
  ['nullif(x, y)', 'NULL when x equals y, otherwise x.'],
  ['iif(condition, x, y)', 'x when the condition holds, otherwise y.'],
  ['if(condition, x, y)', 'The same as iif.'],
  ['typeof(x)', 'How SQLite keeps x: text, integer, real or null.'],
];

const texts: typeof exact = [
  ['length(text)', 'The number of characters.'],
  ['lower(text)', 'In small letters (ASCII).'],
  ['upper(text)', 'In capital letters (ASCII).'],
  ['trim(text[, characters])', 'Without blanks, or those characters, at both ends.'],
  ['ltrim(text[, characters])', 'The same at the left.'],
  ['rtrim(text[, characters])', 'The same at the right.'],
  ['substr(text, start[, length])', 'A part; the first character is 1.'],
  ['substring(text, start[, length])', 'The same as substr.'],
  ['replace(text, old, new)', 'With every old text replaced.'],
  ['instr(text, part)', 'Where the part begins, from 1; 0 when it is not there.'],
  ['like(pattern, text[, escape])', 'The operator LIKE as a function.'],
  ['glob(pattern, text)', 'The operator GLOB as a function.'],
  ['char(code[, …])', 'The characters of these code points.'],
  ['unicode(text)', 'The code point of the first character.'],
  ['concat(x[, …])', 'One after the other; NULL counts as nothing.'],
  ['concat_ws(separator, x[, …])', 'The same with a separator between.'],
  [
    'printf(format[, x, …])',
    "Text of that form, such as printf('%.2f', close); the format is written out in the query.",
  ],
  ['format(format[, x, …])', 'The same as printf.'],
];

const json: typeof exact = [
  ['json_extract(json, path[, …])', "A value out of JSON, as extra ->> '$.name' is."],
  ['json_type(json[, path])', 'The kind of a value.'],
  ['json_valid(json)', '1 when it is JSON.'],
  ['json_array_length(json[, path])', 'How many entries an array has.'],
  ['json_object(name, x[, …])', 'A JSON object.'],
  ['json_array(x[, …])', 'A JSON array.'],
];

/** Every function that SQL may call. */
export const sqlFunctions: readonly SqlFunction[] = [
  ...exact,
  ...aggregates,
  ...windows,
  ...times,
  ...numbers,
  ...choices,
  ...texts,
  ...json,
].map(([form, description]) => ({ name: form.slice(0, form.indexOf('(')), form, description }));
