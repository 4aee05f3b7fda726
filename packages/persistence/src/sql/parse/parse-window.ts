import { parseOrderTerms } from './parse-call.ts';
import type { QueryParser } from './query-parser.ts';
import type { Expression, WindowDefinition } from './query-tree.ts';

const units = ['ROWS', 'RANGE', 'GROUPS'] as const;

/** Reads the definition of a window, without its parentheses. */
export function parseWindow(parser: QueryParser): WindowDefinition {
  const { cursor } = parser;
  const { kind, keyword } = cursor.peek();
  const startsClause = ['PARTITION', 'ORDER', ...units].includes(keyword);
  const named = kind === 'quoted-name' || (kind === 'word' && !startsClause);
  const base = named ? cursor.expectName('a window') : undefined;
  const partitionBy: Expression[] = [];
  if (cursor.takeKeyword('PARTITION')) {
    cursor.expectKeyword('BY');
    do partitionBy.push(parser.expression());
    while (cursor.takeSymbol(','));
  }
  const orderBy = cursor.takeKeyword('ORDER', 'BY') ? parseOrderTerms(parser) : [];
  return { base, partitionBy, orderBy, frame: parseFrame(parser) };
}

function parseFrame(parser: QueryParser): WindowDefinition['frame'] {
  const { cursor } = parser;
  const unit = units.find((word) => cursor.takeKeyword(word));
  if (unit === undefined) return undefined;
  const offsets: Expression[] = [];
  if (cursor.takeKeyword('BETWEEN')) {
    parseBound(parser, offsets);
    cursor.expectKeyword('AND');
    parseBound(parser, offsets);
  } else {
    parseBound(parser, offsets);
  }
  if (cursor.takeKeyword('EXCLUDE')) parseExclusion(parser);
  return { unit, offsets };
}

function parseBound(parser: QueryParser, offsets: Expression[]): void {
  const { cursor } = parser;
  if (cursor.takeKeyword('CURRENT', 'ROW')) return;
  if (!cursor.takeKeyword('UNBOUNDED')) offsets.push(parser.expression(strengthOfBound));
  if (!cursor.takeKeyword('PRECEDING') && !cursor.takeKeyword('FOLLOWING')) {
    throw cursor.failure('PRECEDING or FOLLOWING is expected there');
  }
}

/** The AND between two bounds belongs to the frame. */
const strengthOfBound = 2;

function parseExclusion({ cursor }: QueryParser): void {
  const known =
    cursor.takeKeyword('NO', 'OTHERS') ||
    cursor.takeKeyword('CURRENT', 'ROW') ||
    cursor.takeKeyword('GROUP') ||
    cursor.takeKeyword('TIES');
  if (!known) throw cursor.failure();
}
