import { innermost, offend } from './compare-values.ts';
import type { CallNode } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { quoted, refusal, shown } from '../query-refusal.ts';
import { isNumber, isOpenParameter } from './sql-type.ts';
import type { Unit } from './unify-values.ts';

/** Wider and longer results are refused. */
const widest = 1000;
/** What `dec_format` takes. */
const widestDecimal = 200;

const conversion =
  /%(?<flags>[-+ 0,#!]*)(?<width>\*|\d*)(?:\.(?<precision>\*|\d*))?(?:l{0,2})(?<kind>[A-Za-z%]?)/g;

interface Conversion {
  readonly text: string;
  readonly flags: string;
  readonly kind: string;
  readonly size: number;
}

/**
 * Pairs the conversions of a `printf` with the arguments; a decimal among numbers is formatted with all its digits.
 * @returns whether a float is among what is formatted.
 */
export function formattedText(analysis: QueryAnalysis, node: CallNode, units: readonly Unit[]): boolean {
  const [format, ...args] = units;
  const literal = format === undefined ? undefined : innermost(format.node);
  if (literal?.kind !== 'string') {
    throw refusal(
      'sql.arguments',
      `its ${node.name}() has a format that is not written out; write it as a text in single quotes`,
    );
  }
  let next = 0;
  let changed = false;
  const written = literal.value.replaceAll(conversion, (...found) => {
    const piece = toConversion(found[0], found.at(-1));
    if (piece.kind === '%') return piece.text;
    const unit = args[next];
    next += 1;
    if (unit === undefined) throw tooFew(node.name, args.length);
    const exact = formatsExactly(analysis, piece, unit);
    changed ||= exact;
    return exact ? '%s' : piece.text;
  });
  if (changed) analysis.edits.replace(literal, quoted(written));
  return args.some(({ value }) => value.type === 'real' && value.literal === undefined);
}

function toConversion(text: string, groups: unknown): Conversion {
  const parts: Readonly<Record<string, unknown>> =
    typeof groups === 'object' && groups !== null ? { ...groups } : {};
  const { flags, width, precision, kind } = parts;
  if (width === '*' || precision === '*') {
    throw refusal(
      'sql.arguments',
      `its format has ${text}, whose width is an argument; write the width as a number`,
    );
  }
  if (typeof kind !== 'string' || !/^[%diufeEgGxXoscqQw]$/.test(kind)) {
    throw refusal(
      'sql.arguments',
      `its format has ${JSON.stringify(text)}, which is no conversion; write %% for a percent sign`,
    );
  }
  const size = Math.max(Number(width ?? 0), Number(precision ?? 0));
  if (size > widest)
    throw refusal('sql.too-large', `its format has ${text}, wider than ${widest} characters`);
  return { text, flags: typeof flags === 'string' ? flags : '', kind, size };
}

/** Has the argument formatted as a decimal where that is what it is. */
function formatsExactly(analysis: QueryAnalysis, piece: Conversion, { value, node }: Unit): boolean {
  if (/[scqQw]/.test(piece.kind) || value.type === 'null') return false;
  if (isNumber(value)) return false;
  const what = shown(textOf(analysis, node));
  if (value.type !== 'decimal' && !isOpenParameter(value)) {
    const mendable = value.type !== 'date' && value.type !== 'instant' && value.type !== 'mixed';
    if (mendable) analysis.advice.around(node, 'dec(', ')');
    const why = `it formats ${what}, which is ${value.type}, with ${piece.text}`;
    offend(
      analysis,
      'sql.arguments',
      `${why}; write dec(${what}), or %s`,
      ...(mendable ? (['mended'] as const) : []),
    );
    return false;
  }
  if (!/[dif]/.test(piece.kind) || /[#!]/.test(piece.flags) || piece.size > widestDecimal) {
    throw refusal(
      'sql.arguments',
      `it formats the decimal ${what} with ${piece.text}; write %s, %d or %.2f, without # and !`,
    );
  }
  const plain = piece.text.replaceAll('l', '');
  analysis.edits.around(node, `dec_format(${quoted(plain)}, `, ')');
  return true;
}

function tooFew(name: string, count: number): Error {
  return refusal(
    'sql.arguments',
    `its ${name}() has more conversions than the ${count} arguments after the format`,
  );
}
