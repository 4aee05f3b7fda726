import { appliedVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import type { ReadConnection } from './sqlcipher-connection.ts';
import type { Findings } from './verify-findings.ts';
import { withWriteConnection } from './with-connection.ts';

/** Tables that are numbered from 1 without gaps. */
const numbered = ['audit_log', 'approvals'] as const;

/**
 * Whether the audit log and the decisions are numbered without gaps, and the triggers that keep records from being
 * changed are the ones that the schema was made with. It tells of a lost entry in the middle, not of one at the end.
 */
export async function checkAudit(connection: ReadConnection): Promise<Findings> {
  const version = await appliedVersion(connection);
  const problems: string[] = [];
  let examined = 0;
  for (const table of version >= 2 ? numbered : []) {
    const [row] = await connection.all(
      `SELECT count(*) AS n, coalesce(min(sequence), 1) AS first, coalesce(max(sequence), 0) AS last FROM ${table}`,
    );
    const [n, first, last] = [Number(row?.['n']), Number(row?.['first']), Number(row?.['last'])];
    examined += n;
    if (first !== 1 || last !== n) {
      problems.push(`${table} has ${n} entries, numbered ${first} to ${last}: entries are missing.`);
    }
  }
  return { examined, problems: [...problems, ...(await triggerProblems(connection, version))] };
}

async function triggerProblems(connection: ReadConnection, version: number): Promise<readonly string[]> {
  const found = await triggersOf(connection);
  const expected = await expectedTriggers(version);
  return [...expected].flatMap(([name, sql]) => {
    const given = found.get(name);
    if (given === undefined) return [`The trigger ${name}, which keeps records from being changed, is gone.`];
    return given === sql ? [] : [`The trigger ${name} is not as it was made.`];
  });
}

/** A schema is made in a tenth of a second, and is the same every time. */
const known = new Map<number, Promise<ReadonlyMap<string, string>>>();

/** Those of a new database that stopped at that version. */
function expectedTriggers(version: number): Promise<ReadonlyMap<string, string>> {
  const triggers = known.get(version) ?? makeTriggers(version);
  known.set(version, triggers);
  return triggers;
}

function makeTriggers(version: number): Promise<ReadonlyMap<string, string>> {
  const upToThen = migrations.filter((migration) => migration.version <= version);
  return withWriteConnection({ file: ':memory:', key: new Uint8Array(32) }, async (connection) => {
    await migrate(connection, ':memory:', upToThen);
    return triggersOf(connection);
  });
}

async function triggersOf(connection: ReadConnection): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.all(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`,
  );
  return new Map(rows.map((row) => [String(row['name']), String(row['sql'])]));
}
