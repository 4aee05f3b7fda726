import type { ArtifactId } from '@daybook/kernel';
import type { Artifact, ArtifactStore } from '../artifact-store.ts';

/** Keeps artifacts in memory, by the rules that every artifact store has. */
export function createMemoryArtifactStore(): ArtifactStore {
  const artifacts = new Map<ArtifactId, Artifact>();
  return {
    async find(renderKey) {
      const all = [...artifacts.values()].sort((a, b) => (a.artifactId < b.artifactId ? -1 : 1));
      return all.find((artifact) => artifact.renderKey === renderKey);
    },
    async save(artifact) {
      if (artifacts.has(artifact.artifactId)) return;
      artifacts.set(artifact.artifactId, { ...artifact, bytes: artifact.bytes.slice() });
    },
    async read(artifactId) {
      return artifacts.get(artifactId);
    },
  };
}
