import type { ArtifactFormat, ArtifactId, ReportId, Sha256 } from '@daybook/kernel';

/** Rendered bytes with what a delivery must know of the report that they show. */
export interface DeliverableArtifact {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly format: ArtifactFormat;
  readonly reportId: ReportId;
  /** The slug of the report. */
  readonly report: string;
  readonly version: number;
  /** The UTC day of the instant that the run which made this report version was for, `YYYY-MM-DD`. */
  readonly date: string;
  /** True when the report version is empty and its policy says that an empty report is not delivered. */
  readonly skip: boolean;
}

/** Reads what is to be delivered. */
export interface ArtifactSource {
  /** The artifact of that id; `undefined` when there is none. */
  read(artifactId: ArtifactId): Promise<DeliverableArtifact | undefined>;
}
