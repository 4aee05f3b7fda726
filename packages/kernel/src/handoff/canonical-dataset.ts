import type { DatasetName } from './dataset-name.ts';

/**
 * What a column holds: `text`; `decimal`, canonical decimal text; `integer`, a whole number as canonical decimal text;
 * `date`, `YYYY-MM-DD` on the exchange's own calendar; `instant`, UTC; `flag`, true or false.
 */
export type ColumnKind = 'text' | 'decimal' | 'integer' | 'date' | 'instant' | 'flag';

export interface CanonicalColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether a row may lack it. Columns of the key never may. */
  readonly required: boolean;
}

/** How rows meet those already stored: by key, or instead of all rows of the same scope. */
export type WriteDisposition = 'merge' | 'replace';

/** A kind of canonical rows: what policies read in SQL, whatever provider it came from. */
export interface CanonicalDataset {
  readonly name: string;
  /** In the order of the contract. */
  readonly columns: readonly CanonicalColumn[];
  /** Together with the provider they tell rows apart. */
  readonly key: readonly string[];
  readonly defaultWrite: WriteDisposition;
  /** With `replace`: rows that agree in these columns, and in the provider, are replaced together. */
  readonly replaceScope: readonly string[];
  /** What one broken row does: it is put into quarantine, or it fails the whole step. */
  readonly badRow: 'quarantine' | 'fail';
  /** The column that tells how new a row is, when the dataset has one. */
  readonly newestColumn: string | undefined;
}

const needs = (name: string, kind: ColumnKind): CanonicalColumn => ({ name, kind, required: true });
const may = (name: string, kind: ColumnKind): CanonicalColumn => ({ name, kind, required: false });

const merged = { defaultWrite: 'merge', replaceScope: ['symbol'], badRow: 'quarantine' } as const;

/** Every dataset that this release can store, by name. */
export const canonicalDatasets = {
  instruments: {
    name: 'instruments',
    columns: [
      needs('symbol', 'text'),
      may('name', 'text'),
      may('type', 'text'),
      may('currency', 'text'),
      may('exchange', 'text'),
    ],
    key: ['symbol'],
    newestColumn: undefined,
    ...merged,
  },
  ohlcv: {
    name: 'ohlcv',
    columns: [
      needs('symbol', 'text'),
      needs('date', 'date'),
      needs('open', 'decimal'),
      needs('high', 'decimal'),
      needs('low', 'decimal'),
      needs('close', 'decimal'),
      may('adj_close', 'decimal'),
      may('volume', 'decimal'),
      may('currency', 'text'),
      may('provisional', 'flag'),
    ],
    key: ['symbol', 'date'],
    newestColumn: 'date',
    ...merged,
  },
  dividends: {
    name: 'dividends',
    columns: [
      needs('symbol', 'text'),
      needs('ex_date', 'date'),
      needs('amount', 'decimal'),
      may('currency', 'text'),
    ],
    key: ['symbol', 'ex_date'],
    newestColumn: 'ex_date',
    ...merged,
  },
  splits: {
    name: 'splits',
    columns: [
      needs('symbol', 'text'),
      needs('ex_date', 'date'),
      needs('numerator', 'decimal'),
      needs('denominator', 'decimal'),
    ],
    key: ['symbol', 'ex_date'],
    newestColumn: 'ex_date',
    ...merged,
  },
  accounts: {
    name: 'accounts',
    columns: [needs('id', 'text'), may('name', 'text'), needs('currency', 'text')],
    key: ['id'],
    newestColumn: undefined,
    defaultWrite: 'merge',
    replaceScope: ['id'],
    badRow: 'fail',
  },
  positions: {
    name: 'positions',
    columns: [
      needs('account_id', 'text'),
      needs('symbol', 'text'),
      needs('as_of', 'date'),
      needs('quantity', 'decimal'),
      may('cost_basis', 'decimal'),
      may('currency', 'text'),
    ],
    key: ['account_id', 'symbol', 'as_of'],
    newestColumn: 'as_of',
    defaultWrite: 'replace',
    replaceScope: ['account_id', 'as_of'],
    badRow: 'fail',
  },
} as const satisfies Partial<Record<DatasetName, CanonicalDataset>>;

/** The name of a dataset that this release can store. */
export type StoredDatasetName = keyof typeof canonicalDatasets;

/** Whether this release can store rows of the dataset of that name. */
export function isStoredDataset(name: string): name is StoredDatasetName {
  return Object.hasOwn(canonicalDatasets, name);
}

/** The dataset of that name, in the general type. */
export function canonicalDataset(name: StoredDatasetName): CanonicalDataset {
  return canonicalDatasets[name];
}

/** The names of all datasets that this release can store, in the order of the contract. */
export const storedDatasetNames = Object.keys(canonicalDatasets).filter(isStoredDataset);
