import { describe, expect, it } from '@jest/globals';
import { createMemoryRowStore, rowStoreContract } from '@daybook/stages-transform/testing';

describe('createMemoryRowStore', () => {
  rowStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryRowStore()));
});
