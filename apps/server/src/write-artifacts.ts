import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { artifactReference, EngineError, toArtifactId } from '@daybook/kernel';
import type { RunRecord } from '@daybook/runner';
import type { ArtifactStore } from '@daybook/stages-render';
import { z } from 'zod';

/** An artifact that a run rendered, and where it was written to, if it was. */
export interface WrittenArtifact {
  readonly format: string;
  readonly name: string;
  readonly path: string | null;
  /** Why it could not be written although it should be; a sentence. */
  readonly problem?: string;
}

const renderOutput = z.object({ artifacts: z.array(artifactReference) });

/**
 * Writes every artifact that the run rendered as `<report>.<format>` into a folder, which is made when it is missing;
 * files of an earlier run are replaced, each at once. What can't be written has a problem instead of a path: the run
 * itself is over, and its record is not lost for a file.
 */
export async function writeArtifacts(
  run: RunRecord,
  artifacts: ArtifactStore,
  outFolder: string | undefined,
): Promise<readonly WrittenArtifact[]> {
  const references = run.steps.flatMap(({ type, state }) =>
    type === 'render' && state.status === 'success' ? renderOutput.parse(state.output).artifacts : [],
  );
  if (outFolder === undefined) return references.map(({ format, name }) => ({ format, name, path: null }));
  const written: WrittenArtifact[] = [];
  for (const { artifact_id, format, name } of references) {
    const isTaken = written.some((other) => other.name === name);
    const artifact = await artifacts.read(toArtifactId(artifact_id));
    if (isTaken) {
      const problem = `${name} was not written: two reports of this policy have that name. Give each its own "report".`;
      written.push({ format, name, path: null, problem });
    } else if (artifact === undefined) {
      const problem = `${name} was not written: artifact ${artifact_id}, which the run rendered, is not stored.`;
      written.push({ format, name, path: null, problem });
    } else written.push({ format, name, ...replaceFile(outFolder, name, artifact.bytes) });
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
