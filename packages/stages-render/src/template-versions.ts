import type { ArtifactFormat } from '@daybook/kernel';

/**
 * The version of each format's template, by format. It is part of every render key, and an approval is bound to the
 * versions of the formats that its policy renders: raise one whenever the same model would give other bytes.
 */
export const templateVersions = {
  html: 1,
  pdf: 1,
  email: 1,
} as const satisfies Partial<Record<ArtifactFormat, number>>;
