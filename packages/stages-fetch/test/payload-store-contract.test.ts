import { createMemoryPayloadStore, payloadStoreContract } from '@daybook/stages-fetch/testing';
import { describe, expect, it } from '@jest/globals';

describe('createMemoryPayloadStore', () => {
  payloadStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryPayloadStore()));
});
