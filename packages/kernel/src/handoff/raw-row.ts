/** A value as the provider spelled it: numbers are text with their own digits. */
export type RawValue = string | boolean | null;

/** One record of a payload under the provider's own field names, before any mapping. */
export type RawRow = Readonly<Record<string, RawValue>>;

/**
 * Where a canonical column comes from: a field of the payload, or one fixed value for every row. `date` reads a field
 * that is not spelled `YYYY-MM-DD`.
 */
export type ColumnSource =
  | { readonly field: string; readonly date?: 'YYYYMMDD' | 'DD.MM.YYYY' | 'MM/DD/YYYY' | 'DD/MM/YYYY' }
  | { readonly value: string };

/** How records of one provider and dataset become canonical rows: canonical column → source. */
export type FieldMapping = Readonly<Record<string, ColumnSource>>;
