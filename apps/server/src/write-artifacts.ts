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
}

const renderOutput = z.object({ artifacts: z.array(artifactReference) });

/**
 * Writes every artifact that the run rendered as `<report>.<format>` into a folder, which is made when it is missing;
 * files of an earlier run are replaced, each at once.
 * @throws {EngineError} `usage.invalid` when the folder cannot be written to.
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
  return Promise.all(
    references.map(async ({ artifact_id, format, name }) => {
      const artifact = await artifacts.read(toArtifactId(artifact_id));
      if (artifact === undefined) {
        throw new EngineError(
          'artifact.not-found',
          `The artifact ${artifact_id} that the run rendered is not stored.`,
        );
      }
      return { format, name, path: replaceFile(outFolder, name, artifact.bytes) };
    }),
  );
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

function replaceFile(folder: string, name: string, bytes: Uint8Array): string {
  const path = resolve(folder, name);
  const unfinished = `${path}.${process.pid}.part`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
  return path;
}
