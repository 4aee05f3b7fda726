import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Client, type RunDetail, routes } from '@daybook/api-contract';
import { EngineError } from '@daybook/kernel';

/** An artifact that a run rendered, and where it was written to, if it was. */
export interface WrittenArtifact {
  readonly format: string;
  readonly name: string;
  readonly path: string | null;
  /** Why it could not be written although it should be; a sentence. */
  readonly problem?: string;
}

/**
 * Writes every artifact that the run rendered as `<report>.<format>` into a folder, which is made when it is missing;
 * files of an earlier run are replaced, each at once. What can't be written has a problem instead of a path: the run
 * itself is over, and its record is not lost for a file.
 */
export async function writeArtifacts(
  { artifacts }: RunDetail,
  client: Client,
  outFolder: string | undefined,
): Promise<readonly WrittenArtifact[]> {
  if (outFolder === undefined) return artifacts.map(({ format, name }) => ({ format, name, path: null }));
  const written: WrittenArtifact[] = [];
  for (const { id, format, name } of artifacts) {
    if (written.some((other) => other.name === name)) {
      const problem = `${name} was not written: two reports of this policy have that name. Give each its own "report".`;
      written.push({ format, name, path: null, problem });
      continue;
    }
    try {
      const bytes = await client.bytes(routes.getArtifact, { params: { id } });
      written.push({ format, name, ...replaceFile(outFolder, name, bytes) });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      written.push({ format, name, path: null, problem: `${name} was not written: ${reason}` });
    }
  }
  return written;
}

/**
 * Makes sure that a folder can be written into before any work is done for it.
 * @throws {EngineError} `usage.invalid`
 */
export function prepareOutFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.daybook-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new EngineError(
      'usage.invalid',
      `The folder ${folder} of --out cannot be written to; choose another one.`,
      { cause },
    );
  }
}

function replaceFile(
  folder: string,
  name: string,
  bytes: Uint8Array,
): Pick<WrittenArtifact, 'path' | 'problem'> {
  const path = resolve(folder, name);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
    return { path };
  } catch (cause) {
    rmSync(unfinished, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { path: null, problem: `${name} could not be written into ${folder}: ${reason}.` };
  }
}
