import type { ArgumentKind } from '../allowed-functions.ts';
import { innermost, offend } from './compare-values.ts';
import { spellNumber } from './number-spelling.ts';
import type { CallNode } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { quoted, refusal, shown } from '../query-refusal.ts';
import { isNumber, isOpenParameter, isWhole } from './sql-type.ts';
import type { Unit } from './unify-values.ts';

interface Place {
  readonly kind: ArgumentKind;
  readonly call: CallNode;
}

/** Judges an argument of a call by what the function takes there. */
export function checkArgument(analysis: QueryAnalysis, unit: Unit, place: Place): void {
  const { value } = unit;
  if (value.type === 'row')
    throw refusal('sql.arguments', `it gives ${place.call.name}() several values in parentheses`);
  if (value.type === 'null') return;
  switch (place.kind) {
    case 'integer':
      checkInteger(analysis, unit, place);
      break;
    case 'number':
      checkNumber(analysis, unit, place);
      break;
    case 'decimal':
      checkDecimal(analysis, unit, place);
      break;
    case 'time':
    case 'modifier':
    case 'json':
      if (value.type === 'decimal' || value.type === 'mixed') throw unfit(analysis, unit, place);
      if (place.kind === 'json' && isNumber(value)) throw unfit(analysis, unit, place);
  }
}

function checkInteger(analysis: QueryAnalysis, unit: Unit, place: Place): void {
  const { value, node } = unit;
  if (isWhole(value) || isOpenParameter(value)) return;
  const what = shown(textOf(analysis, node));
  analysis.advice.around(node, 'CAST(', ' AS INTEGER)');
  const why = `it gives ${place.call.name}() ${what}, which is ${value.type}, where a whole number belongs`;
  offend(analysis, 'sql.arguments', `${why}; write CAST(${what} AS INTEGER)`, 'mended');
}

function checkNumber(analysis: QueryAnalysis, unit: Unit, place: Place): void {
  const { value, node } = unit;
  if (value.type === 'decimal' || isNumber(value) || isOpenParameter(value)) return;
  if (value.type === 'date' || value.type === 'instant' || value.type === 'mixed')
    throw unfit(analysis, unit, place);
  const what = shown(textOf(analysis, node));
  analysis.advice.around(node, 'dec(', ')');
  const why = `it calls ${place.call.name}() on ${what}, which is ${value.type === 'unknown' ? 'of no known type' : value.type}`;
  offend(analysis, 'sql.arguments', `${why}; write ${place.call.name}(dec(${what}))`, 'mended');
}

/** A literal is written as text, which keeps each of its digits. */
function checkDecimal(analysis: QueryAnalysis, unit: Unit, place: Place): void {
  const { literal, type } = unit.value;
  if (type === 'date' || type === 'instant') throw unfit(analysis, unit, place);
  if (literal?.kind === 'number' && !literal.spelling.whole) {
    analysis.edits.replace(innermost(unit.node), quoted(literal.spelling.canonical));
  }
  const text = literal?.kind === 'string' || literal?.kind === 'parameter' ? literal.value : undefined;
  if (typeof text === 'string' && spellNumber(text) === undefined) throw unfit(analysis, unit, place);
}

function unfit(analysis: QueryAnalysis, { value, node }: Unit, { call, kind }: Place): Error {
  const wanted = { time: 'a date or instant', modifier: "a text such as '+7 days'", json: 'JSON' };
  const belongs = kind === 'time' || kind === 'modifier' || kind === 'json' ? wanted[kind] : 'a number';
  const what = shown(textOf(analysis, node));
  return refusal(
    'sql.arguments',
    `it gives ${call.name}() ${what}, which is ${value.type}, where ${belongs} belongs`,
  );
}
