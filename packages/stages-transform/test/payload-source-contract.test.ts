import { describe, expect, it } from '@jest/globals';
import { createMemoryPayloadSource, payloadSourceContract } from '@daybook/stages-transform/testing';

describe('createMemoryPayloadSource', () => {
  payloadSourceContract({ describe, it, expect }, (kept) => Promise.resolve(createMemoryPayloadSource(kept)));
});
