import { type ArtifactReference, EngineError, sha256, toArtifactId } from '@daybook/kernel';
import type { ArtifactSource, DeliverableArtifact } from './artifact-source.ts';

/** An artifact with the id that it is kept under. */
export interface NamedArtifact {
  readonly artifactId: string;
  /** File name without folder, as the render step gave it. */
  readonly name: string;
  readonly artifact: DeliverableArtifact;
}

/**
 * Reads all artifacts of a send step, in order.
 * @throws {EngineError} `artifact.not-found`; `store.damaged` when the bytes are not those that were rendered.
 */
export async function readArtifacts(
  references: readonly Pick<ArtifactReference, 'artifact_id' | 'sha256' | 'name'>[],
  source: ArtifactSource,
): Promise<readonly NamedArtifact[]> {
  const found: NamedArtifact[] = [];
  for (const { artifact_id: artifactId, sha256: expected, name } of references) {
    const artifact = await source.read(toArtifactId(artifactId));
    if (artifact === undefined) {
      throw new EngineError(
        'artifact.not-found',
        `Artifact "${artifactId}" is not there to be sent. Run the policy again from its render step.`,
      );
    }
    const actual = sha256(artifact.bytes);
    if (actual !== artifact.sha256 || actual !== expected) {
      throw new EngineError(
        'store.damaged',
        `The bytes of artifact "${artifactId}" are not those that were rendered; nothing was sent. Run the policy again from its render step.`,
      );
    }
    found.push({ artifactId, name, artifact });
  }
  return found;
}
