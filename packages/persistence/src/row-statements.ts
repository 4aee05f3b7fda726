import type { CanonicalDataset } from '@daybook/kernel';

/**
 * Inserts or updates many rows at once; a row that is stored value for value is not touched, and not counted.
 * Parameters: the rows as a JSON list of lists (the columns, then the payload's hash), provider, run, time.
 */
export function upsertRowsSql(dataset: CanonicalDataset): string {
  const table = tableOf(dataset);
  const columns = dataset.columns.map(({ name }) => name);
  const values = columns.filter((name) => !dataset.key.includes(name));
  const updates = [...values, 'payload_sha256', 'run_id', 'loaded_at'];
  const differs = values.map((name) => `excluded.${name} IS NOT ${table}.${name}`).join(' OR ');
  return `
INSERT INTO ${table} (${columns.join(', ')}, payload_sha256, provider, run_id, loaded_at)
SELECT ${[...columns, 'payload_sha256'].map((_, index) => cell(index)).join(', ')}, ?2, ?3, ?4
FROM json_each(?1)
WHERE true
ON CONFLICT (${dataset.key.join(', ')}, provider) DO UPDATE
SET ${updates.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE ${differs}`;
}

/**
 * Deletes the rows of a provider that share their replace scope with a row of the batch, but are not in it.
 * Parameters: a JSON list of lists (the key, then the scope), provider.
 */
export function deleteOthersSql(dataset: CanonicalDataset): string {
  const { key, replaceScope } = dataset;
  const keys = key.map((_, index) => cell(index)).join(', ');
  const scopes = replaceScope.map((_, index) => cell(key.length + index)).join(', ');
  const inScope =
    replaceScope.length === 0
      ? ''
      : `AND (${replaceScope.join(', ')}) IN (SELECT ${scopes} FROM json_each(?1))`;
  return `
DELETE FROM ${tableOf(dataset)}
WHERE provider = ?2 ${inScope}
  AND (${key.join(', ')}) NOT IN (SELECT ${keys} FROM json_each(?1))`;
}

/** Says that rows of a dataset have changed. Parameter: the dataset. */
export const countChangeSql = `
INSERT INTO dataset_changes (dataset, changes) VALUES (?1, 1)
ON CONFLICT (dataset) DO UPDATE SET changes = changes + 1`;

/**
 * Keeps findings that are not kept yet. Parameters: a JSON list of lists (payload's hash, row index, rule, field, value,
 * record), provider, dataset, run, step, time.
 */
export const insertQuarantineSql = `
INSERT INTO quarantine
  (payload_sha256, row_index, rule, field, value, raw, provider, dataset, run_id, step_id, loaded_at)
SELECT ${[0, 1, 2, 3, 4, 5].map(cell).join(', ')}, ?2, ?3, ?4, ?5, ?6
FROM json_each(?1)
WHERE true
ON CONFLICT DO NOTHING`;

function tableOf({ name }: CanonicalDataset): string {
  return `${name}_all`;
}

function cell(index: number): string {
  return `json_extract(value, '$[${index}]')`;
}
