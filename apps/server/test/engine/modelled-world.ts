import type { RunOrder } from '@daybook/guardrails';
import {
  createMemoryAuditLog,
  createMemoryPolicyStore,
  createMemoryQuotaStore,
} from '@daybook/guardrails/testing';
import { EngineError, type PolicyId, type RunId, type Sha256 } from '@daybook/kernel';
import type { StepCall } from '@daybook/registry';
import type { LeaseStore, RunChange, RunRecord, RunStore } from '@daybook/runner';
import { createMemoryLeaseStore, createMemoryRunStore } from '@daybook/runner/testing';
import { createMemoryScheduleStore } from '@daybook/scheduler/testing';
import { createTurnedClock } from '../http/turned-clock.ts';
import { createDeliveryLedger } from './delivery-ledger.ts';
import { maxInstances } from './model-steps.ts';
import { createTurns } from './turns.ts';

/** A person's approval, as the person knows it. */
interface Approval {
  readonly policyId: PolicyId;
  readonly version: number;
  readonly hash: Sha256;
}

/** What survives every process, and a ledger that knows what must never happen. */
export type World = ReturnType<typeof createWorld>;

export function createWorld() {
  const audit = createMemoryAuditLog();
  const runs = createMemoryRunStore();
  const leases = createMemoryLeaseStore();
  const violations: string[] = [];
  const records = new Map<RunId, { readonly policyId: PolicyId; readonly name: string; status: string }>();
  const approvals: Approval[] = [];
  const names = new Map<PolicyId, 'alpha' | 'beta'>();
  /** How many approvals there were when a run was asked for. */
  const asked = new Map<RunId, number>();
  const slots = new Set<string>();
  const succeeded = new Set<string>();
  const began = new Set<string>();
  const delivered = new Set<string>();
  let newestFence = 0;
  let alive: string | null = null;

  const isUnfinished = (status: string): boolean => status === 'queued' || status === 'running';
  const violate = (text: string): void => void violations.push(text);
  const unfinished = (): readonly RunId[] =>
    [...records].filter(([, { status }]) => isUnfinished(status)).map(([runId]) => runId);
  const countUnfinished = (policyId: PolicyId): number =>
    unfinished().filter((runId) => records.get(runId)?.policyId === policyId).length;

  function noteCreated({ runId, policyId, cause, scheduledFor, state }: RunRecord): void {
    const name = names.get(policyId) ?? 'alpha';
    records.set(runId, { policyId, name, status: state.status });
    if (countUnfinished(policyId) > maxInstances[name])
      violate(`${name} runs too often at a time: ${unfinished().join(', ')}`);
    if (cause !== 'schedule' && cause !== 'catch_up') return;
    const slot = `${policyId} ${scheduledFor}`;
    if (slots.has(slot)) violate(`the slot ${slot} has two runs`);
    slots.add(slot);
  }

  function noteCommitted({ runId, steps, run }: RunChange): void {
    for (const { stepId, state } of steps) {
      if (state.status === 'success') succeeded.add(`${runId} ${stepId}`);
    }
    const record = records.get(runId);
    if (record !== undefined && run !== undefined) record.status = run.status;
  }

  /** What a store does for a process: nothing when a later one has the lease, and never something illegal. */
  async function guarded<T>(fence: () => number | null, work: () => Promise<T>): Promise<T> {
    if (fence() !== newestFence) throw new EngineError('run.fenced', 'Another process has taken over.');
    try {
      return await work();
    } catch (cause) {
      violate(`the store refused: ${String(cause)}`);
      throw cause;
    }
  }

  return {
    audit,
    policies: createMemoryPolicyStore(audit),
    quotas: createMemoryQuotaStore(),
    schedules: createMemoryScheduleStore(),
    clock: createTurnedClock('2026-03-02T09:00:30Z'),
    turns: createTurns(),
    deliveries: createDeliveryLedger(),
    violations,
    violate,
    names,
    approvals,
    unfinished,
    countUnfinished,
    get alive() {
      return alive;
    },
    setAlive(holder: string | null) {
      alive = holder;
    },
    /** Ids of all runs, oldest first. */
    runIds: (): readonly RunId[] => [...records.keys()],
    readRun: (runId: RunId) => runs.read(runId),
    policyIdOf: (runId: RunId) => records.get(runId)?.policyId,
    /** The runs as a process sees them that waits before each call and after it. */
    runsFor(wait: () => Promise<void>, fence: () => number | null): RunStore {
      return {
        async create(run) {
          await wait();
          await guarded(fence, async () => {
            await runs.create(run);
            noteCreated(run);
          });
          await wait();
        },
        async commit(change) {
          await wait();
          await guarded(fence, async () => {
            await runs.commit(change);
            noteCommitted(change);
          });
          await wait();
        },
        async read(runId) {
          await wait();
          return runs.read(runId);
        },
        log: (runId, after) => runs.log(runId, after),
      };
    },
    leasesFor(wait: () => Promise<void>): LeaseStore {
      return {
        async acquire(request) {
          await wait();
          const answer = await leases.acquire(request);
          if (answer.kind === 'held') newestFence = answer.lease.fence;
          await wait();
          return answer;
        },
        renew: (fence, until) => leases.renew(fence, until),
        release: (fence) => leases.release(fence),
      };
    },
    noteAsked: (runId: RunId) => void asked.set(runId, approvals.length),
    /** Only what a person approved, by the hash that the person saw, may run; and it was the newest when asked or later. */
    noteOrder({ runId, policyId, version, approved }: RunOrder): void {
      const isOwn = (approval: Approval): boolean => approval.policyId === policyId;
      const before = approvals.slice(0, asked.get(runId) ?? 0).filter(isOwn).length;
      const allowed = approvals.filter(isOwn).slice(Math.max(0, before - 1));
      const { approvalHash } = approved;
      if (!allowed.some((approval) => approval.version === version && approval.hash === approvalHash)) {
        violate(`version ${version} of ${policyId} ran without an approval`);
      }
    },
    /** @param process the one in which it began. */
    noteBegan({ runId, stepId, attempt }: StepCall, process: string): void {
      const step = `${runId} ${stepId}`;
      if (began.has(`${step} ${attempt}`)) violate(`${step} began attempt ${attempt} twice`);
      began.add(`${step} ${attempt}`);
      if (process === alive && succeeded.has(step)) violate(`${step} ran again although it had succeeded`);
    },
    noteDelivered({ runId, stepId }: StepCall): void {
      const step = `${runId} ${stepId}`;
      if (delivered.has(step)) violate(`${step} was delivered twice`);
      delivered.add(step);
    },
  };
}
