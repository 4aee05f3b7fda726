import { offend } from './compare-values.ts';
import type { CastNode } from '../parse/query-tree.ts';
import { type QueryAnalysis, textOf } from '../query-analysis.ts';
import { refusal, shown } from '../query-refusal.ts';
import type { Scope } from '../scope.ts';
import { decimalValue, isWhole, type Value } from './sql-type.ts';

/** The value of CAST. */
export function valueOfCast(analysis: QueryAnalysis, node: CastNode, scope: Scope): Value {
  const value = analysis.valueOf(node.operand, scope);
  if (value.type === 'row') throw refusal('sql.arguments', 'it casts several values in parentheses');
  const type = node.type.toUpperCase();
  // SQLite's own order of these rules: INT wins over the others.
  if (type.includes('INT')) return { type: 'integer', affinity: 'number', approximate: value.approximate };
  if (/CHAR|CLOB|TEXT/.test(type)) return castToText(analysis, value);
  if (/REAL|FLOA|DOUB/.test(type))
    return { type: 'real', affinity: 'number', approximate: !isWhole(value) || value.approximate };
  if (/^(?:NUMERIC|DECIMAL|DEC|NUMBER|MONEY)\b/.test(type)) return offendNumeric(analysis, node, value);
  const advice = /^(?:DATE|TIME)/.test(type)
    ? 'write date(x), or the column itself, which is a text'
    : 'use TEXT, INTEGER or REAL';
  throw refusal('sql.arguments', `it casts to ${shown(node.type)}; ${advice}`);
}

/** The author's own text of a decimal compares as text; against a number, SQLite would compare spellings. */
function castToText(analysis: QueryAnalysis, value: Value): Value {
  // A cast keeps the collation of the column that it casts.
  if (value.type === 'decimal') analysis.wraps += 1;
  const affinity = value.type === 'text' && value.affinity === 'text' ? 'text' : 'unsure';
  return { type: 'text', affinity, approximate: value.approximate };
}

function offendNumeric(analysis: QueryAnalysis, node: CastNode, { approximate }: Value): Value {
  const places = /\(\d+,(\d+)\)$/.exec(node.type)?.[1];
  const operand = shown(textOf(analysis, node.operand));
  const form = places === undefined ? `dec(${operand})` : `dec_round(${operand}, ${places})`;
  const { start, end, operand: inner } = node;
  analysis.advice.replace({ start, end: inner.start }, places === undefined ? 'dec(' : 'dec_round(');
  analysis.advice.replace({ start: inner.end, end }, places === undefined ? ')' : `, ${places})`);
  offend(
    analysis,
    'sql.arguments',
    `it casts to ${node.type}, which SQLite makes a float; write ${form}`,
    'mended',
  );
  return decimalValue(approximate);
}
