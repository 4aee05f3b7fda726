import { isJsonList, type JsonObject, type JsonValue } from '@daybook/kernel';
import type { ParamsFinding } from '@daybook/policy';

/** What is wrong with the columns that a chart names, as far as its kind tells; other sections have nothing wrong. */
export function findColumnProblems(
  { type, kind, y, series }: JsonObject,
  path: readonly (string | number)[],
): readonly ParamsFinding[] {
  if (type !== 'chart') return [];
  const problem = (member: 'y' | 'series', message: string): ParamsFinding => ({
    path: [...path, member],
    code: 'report.columns-invalid',
    message,
  });
  const columns = columnsOf(y);
  const findings: ParamsFinding[] = [];
  if (columns !== undefined) {
    const needed = typeof kind === 'string' ? columnCounts.get(kind) : undefined;
    if (needed !== undefined && columns.length !== needed.count && columns.length > 0) {
      findings.push(problem('y', `${needed.what}, not ${columns.length}.`));
    }
    const names = columns.filter((column) => typeof column === 'string');
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined)
      findings.push(problem('y', `The column "${twice.slice(0, 128)}" is named twice.`));
  }
  if (series !== undefined && seriesProblem(kind, columns)) {
    findings.push(
      problem('series', 'A series is for line and bar charts with a single y column: leave it out.'),
    );
  }
  return findings;
}

const columnCounts: ReadonlyMap<string, { readonly count: number; readonly what: string }> = new Map([
  [
    'candlestick',
    { count: 4, what: 'A candlestick needs the four columns ["open", "high", "low", "close"]' },
  ],
  ['pie', { count: 1, what: 'A pie needs a single y column' }],
]);

/** `undefined` when the columns are not known yet. */
function columnsOf(y: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (isJsonList(y)) return y;
  return typeof y === 'string' ? [y] : undefined;
}

function seriesProblem(kind: JsonValue | undefined, columns: readonly JsonValue[] | undefined): boolean {
  if (kind === 'candlestick' || kind === 'pie') return true;
  return (kind === 'line' || kind === 'bar') && columns !== undefined && columns.length > 1;
}
