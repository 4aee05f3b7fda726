import { type Instant, type JsonObject, type PolicyId, silentLogger, toEpochMs } from '@daybook/kernel';
import {
  createApprovalStore,
  createPolicyStore,
  createScheduleStore,
  type Database,
} from '@daybook/persistence';
import { createScheduler, nextFireTimes, type Timing } from '@daybook/scheduler';
import fc from 'fast-check';
import { at, decide, eventOf, policyIdOf, savePolicy } from './stored-policies.ts';

/** Triggers that fire at least once a week, and the timing that each means. */
const triggers: readonly { readonly trigger: JsonObject; readonly timing: Timing }[] = [
  ...(
    [
      ['0 9 * * *', 'Europe/Vienna'],
      ['30 16 * * FRI', 'America/New_York'],
      ['0 */6 * * *', 'UTC'],
      ['15 2 * * *', 'America/New_York'],
    ] as const
  ).map(([cron, timezone]) => ({ trigger: { cron, timezone }, timing: { cron, timezone } })),
  {
    trigger: { timezone: 'America/New_York', calendar: { mic: 'XNYS', after_close: 'PT30M' } },
    timing: { timezone: 'America/New_York', afterClose: { calendar: 'XNYS', delay: 'PT30M' } },
  },
  ...(['skip', 'next_open'] as const).map((closed) => ({
    trigger: { cron: '0 8 * * *', timezone: 'Europe/London', calendar: { mic: 'XLON', closed } },
    timing: { cron: '0 8 * * *', timezone: 'Europe/London', market: { calendar: 'XLON', closed } as const },
  })),
];

/** The grace of every policy here, in seconds. */
const grace = 7_200;

type Edit =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'save'; readonly which: number }
  | { readonly kind: 'tick' | 'restart' | 'approve' | 'reject' | 'pause' | 'resume' | 'enable' | 'disable' };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .oneof(fc.integer({ min: 1, max: 2 * 3_600 }), fc.integer({ min: 1, max: 2 * 86_400 }))
      .map((seconds): Edit => ({ kind: 'wait', seconds })),
  },
  {
    weight: 2,
    arbitrary: fc.nat({ max: triggers.length - 1 }).map((which): Edit => ({ kind: 'save', which })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'tick',
        'tick',
        'restart',
        'approve',
        'approve',
        'approve',
        'reject',
        'pause',
        'resume',
        'enable',
        'disable',
      )
      .map((kind): Edit => ({ kind })),
  },
);

/** What people, agents and time do to one policy. */
export const editSequences = fc.array(edit, { minLength: 3, maxLength: 24 });

/** A slot as text: when, and what became of it. */
type Row = string;

/** What a policy is, worked out beside the database. */
interface Model {
  readonly versions: { which: number; verdict: 'proposed' | 'approved' | 'rejected' }[];
  paused: boolean;
  enabled: boolean;
  /** What its schedule is, as text; another one counts from the change on. */
  schedule: string;
  countedUntil: number;
}

/** Plays a sequence on a policy of its own. @returns what is, and what should be. */
export async function playEdits(
  database: Database,
  name: string,
  edits: readonly Edit[],
): Promise<{ readonly found: readonly Row[]; readonly wanted: readonly Row[]; readonly stalled: boolean }> {
  const policyId = policyIdOf(name);
  const store = createScheduleStore(database);
  let second = 0;
  const clock = { now: () => at(second), sleep: () => Promise.reject(new Error('Nobody sleeps here.')) };
  const schedule = () =>
    createScheduler({
      store,
      clock,
      log: silentLogger,
      startRun: async () => ({ kind: 'started' }),
    });
  let scheduler = schedule();
  const model: Model = { versions: [], paused: false, enabled: true, schedule: 'none', countedUntil: 0 };
  const wanted: Row[] = [];

  /** Looks at what is due, as the server does before every change. */
  async function settle(): Promise<void> {
    wanted.push(...dueRows(model, second));
    model.countedUntil = second;
    await scheduler.tick();
  }

  const stores = { policies: createPolicyStore(database), approvals: createApprovalStore(database) };
  // Half of them begin with a version that runs, the others with one that waits.
  const approval: readonly Edit[] = edits.length % 2 === 0 ? [{ kind: 'approve' }] : [];
  for (const step of [{ kind: 'save', which: 2 }, ...approval, ...edits] satisfies Edit[]) {
    if (step.kind === 'wait') second += step.seconds;
    else {
      await settle();
      if (step.kind === 'restart') scheduler = schedule();
      else await change(database, stores, { policyId, name, model, second }, step);
      const after = describeSchedule(model);
      if (after !== model.schedule) model.countedUntil = second;
      model.schedule = after;
    }
  }
  await settle();
  const before = wanted.length;
  second += 8 * 86_400;
  await settle();
  const stalled = isReady(model) && wanted.length === before;
  await stores.policies.setEnabled(policyId, false, eventOf(policyId, second));
  const slots = await store.list({ policyId, limit: 10_000 });
  const found = slots
    .toReversed()
    .map(
      ({ scheduledFor, state }) =>
        `${scheduledFor} ${state.status === 'skipped' ? state.reason : state.status}`,
    );
  return { found, wanted, stalled };
}

interface Changed {
  readonly policyId: PolicyId;
  readonly name: string;
  readonly model: Model;
  readonly second: number;
}

async function change(
  database: Database,
  {
    policies,
    approvals,
  }: {
    readonly policies: ReturnType<typeof createPolicyStore>;
    readonly approvals: ReturnType<typeof createApprovalStore>;
  },
  { policyId, name, model, second }: Changed,
  step: Exclude<Edit, { kind: 'wait' }>,
): Promise<void> {
  const event = eventOf(policyId, second);
  const newest = model.versions.at(-1);
  switch (step.kind) {
    case 'save': {
      const trigger = { ...triggers[step.which]?.trigger, misfire_grace_time: grace };
      const { enabled } = model;
      await savePolicy(database, name, { trigger, text: String(model.versions.length), enabled, second });
      model.versions.push({ which: step.which, verdict: 'proposed' });
      return;
    }
    case 'approve':
    case 'reject': {
      if (newest?.verdict !== 'proposed') return;
      const verdict = step.kind === 'approve' ? 'approved' : 'rejected';
      await decide(database, { policyId, version: model.versions.length, verdict }, second);
      newest.verdict = verdict;
      return;
    }
    case 'pause':
    case 'resume':
      await approvals.setPaused(policyId, step.kind === 'pause', event);
      model.paused = step.kind === 'pause';
      return;
    case 'enable':
    case 'disable':
      await policies.setEnabled(policyId, step.kind === 'enable', event);
      model.enabled = step.kind === 'enable';
      return;
    default:
  }
}

/** The version that the schedule follows: the approved one, else the newest. */
function followed({ versions }: Model): Model['versions'][number] | undefined {
  return versions.findLast(({ verdict }) => verdict === 'approved') ?? versions.at(-1);
}

function standing(model: Model): 'paused' | 'awaiting_approval' | 'ready' {
  if (model.paused) return 'paused';
  return followed(model)?.verdict === 'approved' ? 'ready' : 'awaiting_approval';
}

const isReady = (model: Model) => model.enabled && standing(model) === 'ready';

function describeSchedule(model: Model): string {
  return `${followed(model)?.which} ${standing(model)} ${model.enabled}`;
}

/** The rows that the time up to now should leave. */
function dueRows(model: Model, second: number): readonly Row[] {
  const version = followed(model);
  const timing = version === undefined ? undefined : triggers[version.which]?.timing;
  if (timing === undefined || !model.enabled) return [];
  const window = { from: at(model.countedUntil), until: at(second), count: 10_000 };
  const fires = nextFireTimes(timing, window);
  const open = fires.filter(({ note }) => note !== 'market_closed');
  return fires.map(({ at: due, note }) => {
    const became = note === 'market_closed' ? note : becomes(model, due, open.at(-1)?.at === due, second);
    return `${due} ${became}`;
  });
}

function becomes(model: Model, due: Instant, isNewest: boolean, second: number): string {
  const state = standing(model);
  if (state !== 'ready') return state;
  if ((toEpochMs(at(second)) - toEpochMs(due)) / 1000 > grace) return 'misfired';
  return isNewest ? 'ran' : 'coalesced';
}
