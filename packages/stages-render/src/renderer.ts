import type { ArtifactFormat, ReportModel } from '@daybook/kernel';

/** What a renderer made, and what the reader should know about it. */
export interface Rendering {
  readonly bytes: Uint8Array;
  /** Such as a character that no font has. */
  readonly warnings: readonly string[];
}

/** Draws a report model in one format; equal models give equal bytes. */
export interface Renderer<Format extends ArtifactFormat = ArtifactFormat> {
  readonly format: Format;
  /** Rises when the same model would give other bytes. */
  readonly version: number;
  render(model: ReportModel): Promise<Rendering>;
}
