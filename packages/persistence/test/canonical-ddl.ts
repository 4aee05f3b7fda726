import {
  type CanonicalColumn,
  type CanonicalDataset,
  canonicalDataset,
  storedDatasetNames,
} from '@daybook/kernel';

/** What the tables of the canonical datasets must be, derived from the kernel's definitions. */
export function canonicalDdl(): string {
  return storedDatasetNames.map((name) => datasetDdl(canonicalDataset(name))).join('');
}

function datasetDdl(dataset: CanonicalDataset): string {
  const all = `${dataset.name}_all`;
  const names = [
    ...dataset.columns.map(({ name }) => name),
    'provider',
    'payload_sha256',
    'run_id',
    'loaded_at',
    'extra',
  ];
  const lines = [
    ...dataset.columns.map((column) => columnDdl(column, dataset)),
    `provider TEXT NOT NULL`,
    `payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64)`,
    `run_id TEXT NOT NULL`,
    `loaded_at TEXT NOT NULL CHECK (${instantRule('loaded_at')})`,
    `extra TEXT CHECK (json_valid(extra))`,
    `PRIMARY KEY (${[...dataset.key, 'provider'].join(', ')})`,
  ];
  const sameKey = dataset.key.map((column) => `other.${column} = row.${column}`).join(' AND ');
  return `
CREATE TABLE ${all} (
${lines.map((line) => `  ${line}`).join(',\n')}
) STRICT, WITHOUT ROWID;

CREATE VIEW ${dataset.name} AS
SELECT ${names.map((name) => `row.${name}`).join(', ')}
FROM ${all} AS row
WHERE NOT EXISTS (
  SELECT 1
  FROM ${all} AS other
  WHERE ${sameKey} AND other.provider <> row.provider
    AND (${rank('other')}, other.provider) < (${rank('row')}, row.provider)
);
`;
}

function rank(alias: string): string {
  return `coalesce((SELECT rank FROM provider_order WHERE provider = ${alias}.provider), 9007199254740991)`;
}

function columnDdl({ name, kind, required }: CanonicalColumn, { key }: CanonicalDataset): string {
  const type = kind === 'flag' ? 'INTEGER' : 'TEXT';
  const rule = valueRule(name, kind);
  const check = rule === undefined ? '' : ` CHECK (${rule})`;
  return `${name} ${type}${required || key.includes(name) ? ' NOT NULL' : ''}${check}`;
}

function valueRule(name: string, kind: CanonicalColumn['kind']): string | undefined {
  switch (kind) {
    case 'text':
      return undefined;
    case 'flag':
      return `${name} IN (0, 1)`;
    case 'date':
      return `${name} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND ${name} IS date(${name})`;
    case 'instant':
      return instantRule(name);
    case 'integer':
      return [
        `${name} NOT GLOB '*[^0-9-]*'`,
        `${name} GLOB '*[0-9]'`,
        `${name} NOT GLOB '?*-*'`,
        `${name} NOT GLOB '0?*'`,
        `${name} NOT GLOB '-0*'`,
      ].join(' AND ');
    case 'decimal':
      return [
        `${name} NOT GLOB '*[^0-9.-]*'`,
        `${name} GLOB '*[0-9]'`,
        `${name} NOT GLOB '?*-*'`,
        `${name} NOT GLOB '*.*.*'`,
        `(${name} GLOB '[0-9]*' OR ${name} GLOB '-[0-9]*')`,
        `${name} NOT GLOB '0[0-9]*'`,
        `${name} NOT GLOB '-0[0-9]*'`,
        `${name} NOT GLOB '*.*0'`,
        `${name} <> '-0'`,
      ].join(' AND ');
  }
}

function instantRule(name: string): string {
  return `${name} IS strftime('%Y-%m-%dT%H:%M:%fZ', ${name})`;
}
