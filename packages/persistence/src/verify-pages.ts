import type { ReadConnection } from './sqlcipher-connection.ts';

/** A page that somebody writes just then looks broken; one that is stays so. */
const attempts = 3;

/**
 * What is wrong with the encrypted pages of the file, one sentence each: every page carries a code over its content that
 * only the key's holder can make. Safe beside a server that writes.
 */
export async function findPageProblems(connection: ReadConnection): Promise<readonly string[]> {
  let problems = await checkPages(connection);
  for (let attempt = 1; attempt < attempts && problems.length > 0; attempt += 1) {
    const again = new Set(await checkPages(connection));
    problems = problems.filter((problem) => again.has(problem));
  }
  return problems;
}

async function checkPages(connection: ReadConnection): Promise<readonly string[]> {
  const rows = await connection.all('PRAGMA cipher_integrity_check');
  return rows.map((row) => String(row['cipher_integrity_check']));
}
