import { describe, expect, it } from '@jest/globals';
import { artifactStoreContract, createMemoryArtifactStore } from '@daybook/stages-render/testing';

describe('createMemoryArtifactStore', () => {
  artifactStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryArtifactStore()));
});
