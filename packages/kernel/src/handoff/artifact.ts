import { z } from 'zod';

/** What a rendered file is: every format that a policy may name, whether an application renders it or not. */
export const artifactFormats = ['html', 'pdf', 'email', 'csv', 'png'] as const;
export type ArtifactFormat = (typeof artifactFormats)[number];

/** Names rendered bytes that the artifact store keeps. */
export const artifactReference = z.strictObject({
  artifact_id: z.string(),
  report_id: z.string(),
  version: z.int().positive(),
  format: z.enum(artifactFormats),
  name: z.string().describe('File name without folder.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  cached: z.boolean().describe('Whether the bytes were already there.'),
});

export type ArtifactReference = z.output<typeof artifactReference>;
