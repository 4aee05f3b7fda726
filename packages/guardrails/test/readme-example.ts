import { createApprovals, createQuotas, createSavePolicy, createStartRun } from '@daybook/guardrails';
import * as memory from '@daybook/guardrails/testing';
import type { Clock, IdSource, Sha256 } from '@daybook/kernel';
import type { Policy, PolicyParser } from '@daybook/policy';

/** What the application brings: its step types, its time, its ids. */
export interface Application {
  readonly parse: PolicyParser;
  readonly approvalHashOf: (policy: Policy) => Sha256;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export async function firstRun(application: Application, policy: Policy) {
  const audit = memory.createMemoryAuditLog();
  const store = memory.createMemoryPolicyStore(audit);
  const quotas = createQuotas({ store: memory.createMemoryQuotaStore(), clock: application.clock });
  const ports = { ...application, audit, quotas, policies: store, approvals: store };
  const savePolicy = createSavePolicy(ports);
  const approvals = createApprovals(ports);
  const startRun = createStartRun({ ...ports, runs: memory.createMemoryRunStarter() });

  const { policyId } = await savePolicy({ policy, actor: 'agent:helper', expect: 'new' });
  const request = { policyId, cause: 'agent', actor: 'agent:helper' } as const;
  const refused = await startRun(request).catch((error: unknown) => error); // approval.required
  const hash = application.approvalHashOf(policy); // what the person is shown
  await approvals.approve({ policyId, hash, actor: 'person:gui' });
  return { refused, started: await startRun(request) };
}
