import { allowedFunction } from '../allowed-functions.ts';
import { offend } from './compare-values.ts';
import type { CallNode } from '../parse/query-tree.ts';
import type { QueryAnalysis } from '../query-analysis.ts';
import { refusal } from '../query-refusal.ts';

/** Words that are the time of the machine, and the function that gives the same of an instant. */
export const clockWords: ReadonlyMap<string, string> = new Map([
  ['current_date', 'date'],
  ['current_time', 'time'],
  ['current_timestamp', 'datetime'],
]);

/** Takes offence at what reads the clock or the time zone of the machine: a query gives the same rows each time. */
export function checkClock(analysis: QueryAnalysis, node: CallNode): void {
  const called = clockWords.get(node.name);
  if (called !== undefined) {
    analysis.advice.replace(node, `${called}(:as_of)`);
    throw clockRefused(analysis, node.name.toUpperCase());
  }
  const times = allowedFunction(node.name)?.takes;
  if (times === undefined || !times.includes('time')) return;
  const first = times.indexOf('time');
  if (node.args.length <= first) {
    const before = node.args.length === 0 ? '' : ', ';
    analysis.advice.around(
      { start: node.argumentsEnd - 1, end: node.argumentsEnd - 1 },
      `${before}:as_of`,
      '',
    );
    offend(
      analysis,
      'sql.clock',
      `it calls ${node.name}() without a time, which is the time of the machine; give it :as_of`,
      'mended',
    );
  }
  for (const arg of node.args) checkLiteral(analysis, node, arg);
}

function checkLiteral(analysis: QueryAnalysis, node: CallNode, arg: CallNode['args'][number]): void {
  if (arg.kind === 'parentheses') {
    checkLiteral(analysis, node, arg.inner);
    return;
  }
  const text =
    arg.kind === 'string' ? arg.value : arg.kind === 'parameter' ? analysis.params[arg.name] : undefined;
  if (typeof text !== 'string') return;
  const word = text.trim().toLowerCase();
  if (word === 'now') {
    analysis.advice.replace(arg, ':as_of');
    offend(
      analysis,
      'sql.clock',
      `it gives ${node.name}() 'now', the time of the machine; write :as_of`,
      'mended',
    );
  }
  if (word === 'localtime' || word === 'utc') {
    offend(
      analysis,
      'sql.clock',
      `it gives ${node.name}() '${word}', which depends on the time zone of the machine; leave it out`,
    );
  }
}

function clockRefused({ advice, sql }: QueryAnalysis, word: string): Error {
  return refusal(
    'sql.clock',
    `it reads ${word}, the time of the machine; write :as_of, the instant that the run stands for`,
    advice.apply(sql),
  );
}
