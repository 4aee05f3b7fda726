import { createStartDryRun, type DryRunOrder } from '@daybook/guardrails';
import { EngineError, toPolicyId } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import { brief, createExampleGuards, start } from './example-guards.ts';

const person = { cause: 'manual', actor: 'person:gui' } as const;

function createDryGuards(...limits: Parameters<typeof createExampleGuards>) {
  const guards = createExampleGuards(...limits);
  const orders: DryRunOrder[] = [];
  const ports = {
    ...guards.application,
    policies: guards.store,
    quotas: guards.quotas,
    audit: guards.audit,
    runs: { startDry: async (order: DryRunOrder) => void orders.push(order) },
  };
  return { ...guards, orders, ports, startDryRun: createStartDryRun(ports) };
}

describe('startDryRun', () => {
  it('shows a policy that nobody has approved, and records who asked', async () => {
    const { save, startDryRun, orders, audit } = createDryGuards();
    const { policyId } = await save(brief());
    const { runId } = await startDryRun({ policyId, cause: 'agent', actor: 'agent:helper' });
    expect(orders).toMatchObject([
      { runId, policyId, version: 1, cause: 'agent', actor: 'agent:helper', scheduledFor: start },
    ]);
    expect(orders[0]?.policy.document).toEqual(brief());
    expect((await audit.list({ limit: 1 }))[0]).toMatchObject({
      actor: 'agent:helper',
      action: 'run.dry-run-requested',
      subject: runId,
      details: { policy_id: policyId, version: 1, cause: 'agent', scheduled_for: start },
    });
  });

  it('shows the version that waits for a person before the one that runs', async () => {
    const { approved, save, startDryRun, orders } = createDryGuards();
    const policyId = await approved(brief());
    await save(brief({ text: 'second' }));
    await startDryRun({ policyId, ...person });
    expect(orders).toMatchObject([{ version: 2, policy: { document: brief({ text: 'second' }) } }]);
  });

  it('shows the version that runs where the newest was rejected', async () => {
    const { approved, save, approvals, hashOf, startDryRun, orders } = createDryGuards();
    const policyId = await approved(brief());
    const second = brief({ text: 'second' });
    await save(second);
    await approvals.reject({ policyId, hash: hashOf(second), actor: 'person:gui' });
    await startDryRun({ policyId, ...person });
    expect(orders).toMatchObject([{ version: 1, policy: { document: brief() } }]);
  });

  it('counts as a run', async () => {
    const much = { capacity: 100, refillMs: 1000 };
    const runs = { capacity: 1, refillMs: 3_600_000 };
    const { save, startDryRun, orders } = createDryGuards({ policies: much, emails: much, sql: much, runs });
    const { policyId } = await save(brief());
    await startDryRun({ policyId, ...person });
    await expect(startDryRun({ policyId, ...person })).rejects.toMatchObject({ code: 'quota.exceeded' });
    expect(orders).toHaveLength(1);
  });

  it('starts nothing that it can’t record', async () => {
    const { save, ports, audit, orders } = createDryGuards();
    const { policyId } = await save(brief());
    const full = new EngineError('store.failed', 'The disk is full.');
    const startDryRun = createStartDryRun({
      ...ports,
      audit: { ...audit, append: () => Promise.reject(full) },
    });
    await expect(startDryRun({ policyId, ...person })).rejects.toBe(full);
    expect(orders).toEqual([]);
  });

  it('knows no policy that was never saved', async () => {
    const { startDryRun, orders } = createDryGuards();
    const started = startDryRun({ policyId: toPolicyId('pol_none'), ...person });
    await expect(started).rejects.toMatchObject({ code: 'policy.not-found' });
    expect(orders).toEqual([]);
  });

  it('does not show what this release can’t read', async () => {
    const { save, release, startDryRun, orders } = createDryGuards();
    const { policyId } = await save(brief({ type: 'old' }));
    release.types.pop();
    await expect(startDryRun({ policyId, ...person })).rejects.toMatchObject({ code: 'policy.invalid' });
    expect(orders).toEqual([]);
  });
});
