import { describe, expect, it } from '@jest/globals';
import { createMemoryDeliveryStore, deliveryStoreContract } from '@daybook/stages-send/testing';

describe('createMemoryDeliveryStore', () => {
  deliveryStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryDeliveryStore()));
});
