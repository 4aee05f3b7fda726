import { EngineError } from '@daybook/kernel';
import type { ConnectionSettings, ReadConnection } from './sqlcipher-connection.ts';
import { checkAudit } from './verify-audit.ts';
import { checkArtifacts, checkPayloads, checkPolicies, checkReports } from './verify-contents.ts';
import type { Checker, Findings } from './verify-findings.ts';
import { findPageProblems } from './verify-pages.ts';
import { checkStructure } from './verify-structure.ts';
import { withReadConnection } from './with-connection.ts';

/** What is looked at, in this order. */
export const checkNames = [
  'pages',
  'structure',
  'payloads',
  'artifacts',
  'reports',
  'policies',
  'audit',
] as const;

export type CheckName = (typeof checkNames)[number];

/** What one check came to. */
export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
  /** How many things were looked at: pages, tables and indexes, payloads, and so on. */
  readonly examined: number;
  /** One sentence each, at most a hundred. */
  readonly problems: readonly string[];
}

export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** How far a check got. */
export interface CheckProgress {
  readonly name: CheckName;
  readonly examined: number;
  readonly total: number;
}

const checkers: Readonly<Record<CheckName, Checker>> = {
  pages: checkPages,
  structure: checkStructure,
  payloads: checkPayloads,
  artifacts: checkArtifacts,
  reports: checkReports,
  policies: checkPolicies,
  audit: checkAudit,
};

const maxProblems = 100;

/**
 * Reads the whole database and compares what it holds with the hashes and rules that belong to it. It changes nothing,
 * and a server may be running.
 * @throws {EngineError} `store.key-rejected`, `store.damaged` or `store.failed` when the file can't be opened at all.
 */
export async function verifyDatabase(
  options: ConnectionSettings & { readonly onProgress?: (progress: CheckProgress) => void },
): Promise<Verification> {
  await withReadConnection(options, () => Promise.resolve());
  const checks: Check[] = [];
  for (const name of checkNames) {
    const { examined, problems } = await runChecker(name, options);
    checks.push({ name, ok: problems.length === 0, examined, problems: shortened(problems) });
  }
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function runChecker(name: CheckName, options: Parameters<typeof verifyDatabase>[0]): Promise<Findings> {
  try {
    // Each on a connection of its own: one that met a broken page fails at everything afterwards.
    return await withReadConnection(options, (connection) =>
      checkers[name](connection, (examined, total) => options.onProgress?.({ name, examined, total })),
    );
  } catch (cause) {
    if (!EngineError.isInstance(cause) || cause.code === 'store.busy') throw cause;
    return { examined: 0, problems: [`The check could not be completed: ${cause.message}`] };
  }
}

function shortened(problems: readonly string[]): readonly string[] {
  if (problems.length <= maxProblems) return problems;
  const kept = problems.slice(0, maxProblems - 1);
  return [...kept, `And ${problems.length - kept.length} more.`];
}

async function checkPages(connection: ReadConnection): Promise<Findings> {
  const problems = await findPageProblems(connection);
  const [row] = await connection.all('PRAGMA page_count');
  return { examined: Number(row?.['page_count']), problems };
}
