import { innocentFigures } from './innocent-figures.ts';
import type { InnocentQuery } from './innocent-query.ts';
import { innocentSeries } from './innocent-series.ts';
import { innocentTexts } from './innocent-texts.ts';

/** Every query that must run, with its result. */
export const innocentQueries: readonly InnocentQuery[] = [
  ...innocentSeries,
  ...innocentFigures,
  ...innocentTexts,
];
