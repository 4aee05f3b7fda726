import { describe, expect, it } from '@jest/globals';
import { createMemoryReportStore, reportStoreContract } from '@daybook/stages-report/testing';

describe('createMemoryReportStore', () => {
  reportStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryReportStore()));
});
