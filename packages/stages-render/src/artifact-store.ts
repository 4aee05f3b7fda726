import type { ArtifactFormat, ArtifactId, ReportId, RunId, Sha256 } from '@daybook/kernel';

/** Rendered bytes with what they were made from. */
export interface Artifact {
  readonly artifactId: ArtifactId;
  readonly reportId: ReportId;
  readonly version: number;
  readonly format: ArtifactFormat;
  /** File name without folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  /** Hash over the report's content, the format and the renderer's version: equal keys mean equal bytes. */
  readonly renderKey: Sha256;
  readonly runId: RunId;
}

/** Where artifacts are kept. */
export interface ArtifactStore {
  /** The artifact that was rendered under this key; `undefined` when there is none. */
  find(renderKey: Sha256): Promise<Artifact | undefined>;
  /** Keeps an artifact; one with the same id is kept as it is. */
  save(artifact: Artifact): Promise<void>;
  /** The artifact of that id; `undefined` when there is none. */
  read(artifactId: ArtifactId): Promise<Artifact | undefined>;
}
