import { describe, expect, it } from '@jest/globals';
import { createMemoryRunStore, runStoreContract } from '@daybook/runner/testing';

describe('createMemoryRunStore', () => {
  runStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryRunStore()));
});
