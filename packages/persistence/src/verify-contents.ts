import { canonicalJson, isJsonObject, type JsonObject, type Sha256, sha256, toJson } from '@daybook/kernel';
import { decompress, decompressJson } from './compressed.ts';
import type { ReadConnection, ResultRow } from './sqlcipher-connection.ts';
import type { Checker } from './verify-findings.ts';

/** Contents that are in memory at one time; one is 20 MB at most. */
const batchSize = 8;

/** A table whose rows carry the hash of what they hold. */
interface HashedTable {
  readonly table: string;
  readonly columns: string;
  /** How a row is called in a sentence. */
  readonly nameOf: (row: ResultRow) => string;
  /** The hash or hashes that the content may have. */
  readonly hashOf: (row: ResultRow) => Promise<readonly Sha256[]> | readonly Sha256[];
  readonly hashColumn: string;
}

/** Each payload's bytes have the hash that it is kept under. */
export const checkPayloads: Checker = hashChecker({
  table: 'payloads',
  columns: 'sha256, bytes, content',
  hashColumn: 'sha256',
  nameOf: (row) => `The payload ${String(row['sha256'])}`,
  hashOf: hashOfContent,
});

/** Each artifact's bytes have the hash that is kept with them. */
export const checkArtifacts: Checker = hashChecker({
  table: 'artifacts',
  columns: 'artifact_id, sha256, bytes, content',
  hashColumn: 'sha256',
  nameOf: (row) => `The artifact ${String(row['artifact_id'])}`,
  hashOf: hashOfContent,
});

/** Each report's frozen data has the hash that the report shows. */
export const checkReports: Checker = hashChecker({
  table: 'report_versions',
  columns: 'report_id, version, snapshot_sha256, spec, snapshot',
  hashColumn: 'snapshot_sha256',
  nameOf: (row) => `Version ${String(row['version'])} of the report ${String(row['report_id'])}`,
  hashOf: async (row) => {
    // The spec has no hash of its own; it has to be readable.
    await decompressJson(bytesOf(row['spec']));
    return [sha256(canonicalJson(await decompressJson(bytesOf(row['snapshot']))))];
  },
});

/** Each version of a policy has the hash of its document. */
export const checkPolicies: Checker = hashChecker({
  table: 'policy_versions',
  columns: 'policy_id, version, document_sha256, document',
  hashColumn: 'document_sha256',
  nameOf: (row) => `Version ${String(row['version'])} of the policy ${String(row['policy_id'])}`,
  hashOf: (row) => {
    const document = toJson(JSON.parse(String(row['document'])));
    const whole = sha256(canonicalJson(document));
    return isJsonObject(document) ? [whole, sha256(canonicalJson(withoutSwitch(document)))] : [whole];
  },
});

/** `trigger.enabled` belongs to no version, so its hash leaves it out. */
function withoutSwitch(document: JsonObject): JsonObject {
  const { trigger } = document;
  if (trigger === undefined || !isJsonObject(trigger)) return document;
  const { enabled: _, ...rest } = trigger;
  return { ...document, trigger: rest };
}

async function hashOfContent(row: ResultRow): Promise<readonly Sha256[]> {
  const content = await decompress(bytesOf(row['content']));
  // Artifacts from before lengths were recorded have none.
  if (row['bytes'] !== null && row['bytes'] !== content.byteLength) return [];
  return [sha256(content)];
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array || Buffer.isBuffer(value)) return value;
  throw new TypeError('is not kept as bytes');
}

function hashChecker(table: HashedTable): Checker {
  return async (connection, onProgress) => {
    const problems: string[] = [];
    const total = await countOf(connection, table.table);
    let examined = 0;
    let last = 0;
    for (;;) {
      const rows = await connection.all(
        `SELECT rowid AS place, ${table.columns} FROM ${table.table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
        [last, batchSize],
      );
      const newest = rows.at(-1);
      if (newest === undefined) return { examined, problems };
      for (const row of rows) {
        const problem = await problemOf(table, row);
        if (problem !== undefined) problems.push(problem);
      }
      last = Number(newest['place']);
      examined += rows.length;
      onProgress(examined, Math.max(total, examined));
    }
  };
}

async function countOf(connection: ReadConnection, table: string): Promise<number> {
  const [row] = await connection.all(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.['n']);
}

async function problemOf(table: HashedTable, row: ResultRow): Promise<string | undefined> {
  try {
    const hashes: readonly string[] = await table.hashOf(row);
    if (hashes.includes(String(row[table.hashColumn]))) return undefined;
    return `${table.nameOf(row)} is not what its hash was made of.`;
  } catch (cause) {
    return `${table.nameOf(row)} can't be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}
