import {
  createApprovals,
  createQuotas,
  createSavePolicy,
  createStartRun,
  type PolicyStore,
  type RunRequest,
} from '@daybook/guardrails';
import { EngineError, type Instant, type Logger, type PolicyId, type RunId } from '@daybook/kernel';
import { createLeaseKeeper, type RunStore, type StepChange } from '@daybook/runner';
import { createScheduler, type ScheduleStore } from '@daybook/scheduler';
import { createLiveRuns } from '../../src/engine/live-runs.ts';
import { policyTiming } from '../../src/engine/policy-timing.ts';
import { recoverRuns } from '../../src/engine/recover-runs.ts';
import { createScheduledStart } from '../../src/engine/scheduled-start.ts';
import { deliveryIdOf } from './delivery-ledger.ts';
import { approvalHashOf, modelSteps, parseModel, setStage } from './model-steps.ts';
import type { World } from './modelled-world.ts';

/** One process, put together as the application does it, over stores that it shares with those before and after it. */
export type ModelledProcess = ReturnType<typeof startProcess>;

/** Refusals and losses that are right where things happen at once. */
const expected: ReadonlySet<string> = new Set([
  'approval.required',
  'approval.mismatch',
  'policy.conflict',
  'policy.paused',
  'run.overlap',
  'run.fenced',
  'quota.exceeded',
  'store.busy',
]);

export function startProcess(world: World, name: string) {
  const { clock, turns, quotas: quotaStore, audit } = world;
  const wait = () => turns.take(name);
  const log = createLog(world, name);
  setStage(log, {
    began: (_type, call) => world.noteBegan(call, name),
    wait,
    claim: (call) => world.deliveries.claim(call),
    delivered: (call) => world.noteDelivered(call),
    settle: (call) => world.deliveries.settle(deliveryIdOf(call.runId, call.stepId), { status: 'sent' }),
  });
  const keeping = new AbortController();
  const policies = policiesFor(world, wait);
  const rules = { parsePolicy: parseModel, parse: parseModel, approvalHashOf };
  const quotas = createQuotas({
    store: quotaStore,
    clock,
    limits: async () => ({ ...unlimited, runs: { capacity: 30, refillMs: 3_600_000 } }),
  });
  const ids = { next: () => `unused_${name}` };
  const onEnd = () => wait();
  const lease = createLeaseKeeper({
    store: world.leasesFor(wait),
    clock,
    log,
    holder: name,
    isGone: (holder) => holder !== world.alive,
    onTaken: () => recoverRuns(recoveryPorts()),
    onLost: () => live.abandon(),
  });
  const runs = world.runsFor(wait, () => lease.fence());
  const live = createLiveRuns({
    steps: modelSteps,
    store: runs,
    clock,
    random: () => 0.5,
    log,
    lease,
    onEnd,
    async countUnfinished(policyId) {
      await wait();
      return world.countUnfinished(policyId);
    },
  });
  const starter = {
    ...live.starter,
    start(order: Parameters<typeof live.starter.start>[0]) {
      world.noteOrder(order);
      return live.starter.start(order);
    },
  };
  const guards = { ...rules, policies, quotas, audit, clock, ids };
  const guarded = createStartRun({ ...guards, runs: starter });
  const startRun = (request: RunRequest & { readonly runId: RunId }) => {
    world.noteAsked(request.runId);
    return guarded(request);
  };
  const scheduler = createScheduler({
    store: schedulesFor(world, wait, name),
    clock,
    startRun: createScheduledStart((request) => startRun(withId(request)), starter),
    log,
  });
  const approvals = createApprovals({ ...guards, approvals: policies });
  const savePolicy = createSavePolicy(guards);

  function recoveryPorts(): Parameters<typeof recoverRuns>[0] {
    const history = {
      unfinished: async () => world.unfinished().map((runId) => ({ runId, policyName: 'modelled' })),
    };
    return {
      history,
      recovery: { closeInterrupted: (runId, ending) => closeInterrupted(runs, runId, ending) },
      runs,
      policies,
      deliveries: {
        async settle(deliveryId, outcome) {
          await wait();
          world.deliveries.settle(deliveryId, outcome);
        },
      },
      deliveryLog: {
        async list({ runId }) {
          await wait();
          return runId === undefined ? [] : world.deliveries.sending(runId);
        },
      },
      parsePolicy: parseModel,
      steps: modelSteps,
      live,
      clock,
      log,
      onEnd,
    };
  }

  /** Nobody waits for the answer; only a wrong one is of interest. */
  function begin(what: string, work: () => Promise<unknown>): void {
    work().catch((cause: unknown) => {
      const code = EngineError.isInstance(cause) ? cause.code : 'foreign';
      if (!expected.has(code)) world.violate(`${name}: ${what} failed: ${code} ${String(cause)}`);
    });
  }

  world.setAlive(name);
  begin('boot', () => lease.ensure());
  begin('keep', () => lease.keep(keeping.signal));

  return {
    name,
    run: (policyId: PolicyId, actor: string, runId: RunId) =>
      begin('run', () =>
        startRun({ policyId, cause: actor === 'agent:a' ? 'agent' : 'manual', actor, runId }),
      ),
    resume: (policyId: PolicyId, former: RunId, fromStep: string | null, runId: RunId) =>
      begin('resume', () =>
        startRun({
          policyId,
          cause: 'resume',
          actor: 'person:owner',
          runId,
          resume: { runId: former, fromStep },
        }),
      ),
    tick: () => begin('tick', () => (lease.fence() === null ? lease.ensure() : scheduler.tick())),
    cancel: (runId: RunId) => live.cancel(runId, 'Enough.'),
    edit: (policy: Parameters<typeof savePolicy>[0]['policy']) =>
      begin('edit', () => savePolicy({ policy, actor: 'agent:a', expect: 'any' })),
    approve: (policyId: PolicyId, hash: Parameters<typeof approvals.approve>[0]['hash']) =>
      begin('approve', () => approvals.approve({ policyId, hash, actor: 'person:owner' })),
    pause: (policyId: PolicyId) => begin('pause', () => approvals.pause(policyId, 'person:owner')),
    unpause: (policyId: PolicyId) => begin('unpause', () => approvals.resume(policyId, 'person:owner')),
    /** Ends it, or leaves it behind as one that hangs and does not know that it counts as gone. */
    crash(kind: 'killed' | 'hanging') {
      keeping.abort(new Error('crashed'));
      if (kind === 'killed') turns.drop(name);
      world.setAlive(null);
    },
  };
}

const much = { capacity: 1_000_000, refillMs: 1000 };
const unlimited = { policies: much, emails: much, sql: much };

function createLog(world: World, name: string): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error(message, fields) {
      const code = fields?.['code'];
      const isRight = typeof code === 'string' && expected.has(code);
      if (world.alive === name && !isRight)
        world.violate(`${name} logged: ${message} ${JSON.stringify(code)}`);
    },
  };
}

function withId(request: RunRequest): RunRequest & { readonly runId: RunId } {
  const { runId } = request;
  if (runId === undefined) throw new Error('a slot names its run');
  return { ...request, runId };
}

/** Whatever changes a policy changes its schedule in the same transaction. */
function policiesFor(world: World, wait: () => Promise<void>): World['policies'] {
  const { policies, approvals } = world;
  const renew = (policyId: PolicyId, at: Instant) => renewSchedule(world, policyId, at);
  const read: PolicyStore['read'] = async (policyId) => {
    await wait();
    return policies.read(policyId);
  };
  return {
    ...policies,
    read,
    async saveVersion(version, event) {
      await wait();
      const saved = await policies.saveVersion(version, event);
      await renew(version.policyId, version.at);
      return saved;
    },
    async decide(decision, event) {
      await wait();
      await policies.decide(decision, event);
      const { policyId, version, hash, verdict } = decision;
      if (verdict === 'approved') approvals.push({ policyId, version, hash });
      await renew(policyId, event.at);
    },
    async setPaused(policyId, paused, event) {
      await wait();
      await policies.setPaused(policyId, paused, event);
      await renew(policyId, event.at);
    },
  };
}

async function renewSchedule({ policies, schedules }: World, policyId: PolicyId, at: Instant): Promise<void> {
  const stored = await policies.read(policyId);
  if (stored === undefined) return;
  const { name, approved, newest, paused } = stored;
  const { version, document } = approved ?? newest;
  const timing = policyTiming(document);
  if (timing === null) return schedules.remove(policyId);
  schedules.put({
    policyId,
    policyName: name,
    version,
    timing: timing.timing,
    misfireGraceTime: name === 'beta' ? 90 : null,
    coalesce: true,
    standing: paused !== null ? 'paused' : approved === null ? 'awaiting_approval' : 'ready',
    accountedUntil: at,
  });
}

/** A scheduler belongs to the process that holds the lease. */
function schedulesFor(world: World, wait: () => Promise<void>, name: string): ScheduleStore {
  const { schedules } = world;
  const own = async (): Promise<void> => {
    await wait();
    if (world.alive !== name) throw new EngineError('run.fenced', 'Another process has taken over.');
  };
  return {
    schedules: () => own().then(() => schedules.schedules()),
    account: (policyId, slots, until) => own().then(() => schedules.account(policyId, slots, until)),
    settle: (key, state, at) => own().then(() => schedules.settle(key, state, at)),
    claimed: () => own().then(() => schedules.claimed()),
    list: (page) => schedules.list(page),
  };
}

interface Ending {
  readonly at: Instant;
  readonly message: string;
}

/** Ends a run by the rules of the stored runs. */
async function closeInterrupted(
  runs: RunStore,
  runId: RunId,
  { at, message }: Ending,
): Promise<'failed' | 'needs_attention'> {
  const run = await runs.read(runId);
  if (run === undefined || run.state.status !== 'running') throw new Error('nothing to close');
  const failure = { code: 'run.interrupted', message, advice: 'never' } as const;
  const steps = run.steps.flatMap(({ stepId, state }): readonly StepChange[] => {
    if (state.status === 'pending') return [{ stepId, state: { status: 'skipped', reason: 'run_failed' } }];
    if (state.status !== 'running') return [];
    const { attempt, startedAt } = state;
    return [{ stepId, state: { status: 'failed', attempt, startedAt, finishedAt: at, failure } }];
  });
  const sending = run.steps.some(({ type, state }) => type === 'send' && state.status === 'running');
  const { startedAt } = run.state;
  const status = sending ? 'needs_attention' : 'failed';
  await runs.commit({ runId, at, steps, run: { status, startedAt, finishedAt: at } });
  return status;
}
