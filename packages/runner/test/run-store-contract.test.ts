import { describe, expect, it } from '@jest/globals';
import {
  createMemoryLeaseStore,
  createMemoryRunStore,
  leaseStoreContract,
  runStoreContract,
} from '@daybook/runner/testing';
import { header } from './pipeline-fixture.ts';

describe('createMemoryRunStore', () => {
  runStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryRunStore()));

  it('refuses every change of a process that is fenced out', async () => {
    const store = createMemoryRunStore(() => true);
    const change = { runId: header.runId, at: header.createdAt, steps: [] };
    const run = { ...header, state: { status: 'queued' as const }, steps: [] };
    await expect(store.create(run)).rejects.toMatchObject({ code: 'run.fenced' });
    await expect(store.commit(change)).rejects.toMatchObject({ code: 'run.fenced' });
    expect(await store.read(header.runId)).toBeUndefined();
  });
});

describe('createMemoryLeaseStore', () => {
  leaseStoreContract({ describe, it, expect }, () => Promise.resolve(createMemoryLeaseStore()));
});
