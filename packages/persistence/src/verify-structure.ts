import { appliedVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import type { ReadConnection } from './sqlcipher-connection.ts';
import type { Findings } from './verify-findings.ts';

/** Whether tables and indexes agree with each other, every reference leads somewhere, and the schema is known. */
export async function checkStructure(connection: ReadConnection): Promise<Findings> {
  const objects = await connection.all(
    `SELECT count(*) AS n FROM sqlite_schema WHERE type IN ('table', 'index')`,
  );
  const structure = await connection.all('PRAGMA integrity_check');
  const references = await connection.all('PRAGMA foreign_key_check');
  return {
    examined: Number(objects[0]?.['n']),
    problems: [
      ...structure.map((row) => String(row['integrity_check'])).filter((answer) => answer !== 'ok'),
      ...references.map(
        (row) =>
          `A row of ${String(row['table'])} leads to a row of ${String(row['parent'])} that is not there.`,
      ),
      ...(await schemaProblems(connection)),
    ],
  };
}

async function schemaProblems(connection: ReadConnection): Promise<readonly string[]> {
  const version = await appliedVersion(connection);
  const newest = migrations.at(-1)?.version ?? 0;
  if (version === 0) return ['It is no database of Daybook: it has no schema.'];
  return version > newest ? [`Its schema is ${version}, this release knows ${newest}; upgrade Daybook.`] : [];
}
