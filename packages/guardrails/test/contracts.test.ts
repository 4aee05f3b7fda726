import { describe, expect, it } from '@jest/globals';
import {
  auditLogContract,
  createMemoryAuditLog,
  createMemoryPolicyStore,
  createMemoryQuotaStore,
  createMemoryTokenStore,
  policyStoreContract,
  quotaStoreContract,
  tokenStoreContract,
} from '../src/testing/index.ts';

const tools = { describe, it, expect };

describe('in memory', () => {
  auditLogContract(tools, async () => createMemoryAuditLog());
  policyStoreContract(tools, async () => {
    const audit = createMemoryAuditLog();
    const store = createMemoryPolicyStore(audit);
    return { policies: store, approvals: store, audit };
  });
  quotaStoreContract(tools, async () => createMemoryQuotaStore());
  tokenStoreContract(tools, async () => createMemoryTokenStore());
});
