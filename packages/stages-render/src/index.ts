export type { Artifact, ArtifactStore } from './artifact-store.ts';
export type { Renderer, Rendering } from './renderer.ts';
export type { ReportSource } from './report-source.ts';
