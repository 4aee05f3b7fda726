import { jest } from '@jest/globals';
import { policyIdOf } from '@daybook/guardrails';
import { type PolicyId, type RunId, type Sha256, toRunId } from '@daybook/kernel';
import fc from 'fast-check';
import { approvalHashOf, modelPolicy, parseModel } from './model-steps.ts';
import { type ModelledProcess, startProcess } from './modelled-process.ts';
import { createWorld, type World } from './modelled-world.ts';

const policyNames = ['alpha', 'beta'] as const;
type PolicyName = (typeof policyNames)[number];

/** How it begins, and what happens then. */
export interface Interleaving {
  /** Whether both policies are approved at the beginning, or `alpha` alone. */
  readonly approved: 'alpha' | 'both';
  readonly variant: number;
  readonly happenings: readonly Happening[];
}

/** Something that happens. Picks choose among what is there, counted around. */
export type Happening =
  | { readonly kind: 'go-on'; readonly picks: readonly number[] }
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'tick' }
  | { readonly kind: 'run'; readonly policy: PolicyName; readonly actor: 'person:owner' | 'agent:a' }
  | { readonly kind: 'run-again'; readonly pick: number }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'resume'; readonly pick: number; readonly fromStep: 'mail' | null }
  | { readonly kind: 'edit'; readonly policy: PolicyName; readonly variant: number }
  /** The hash that was seen `ago` versions ago. */
  | { readonly kind: 'approve'; readonly policy: PolicyName; readonly ago: number }
  | { readonly kind: 'pause' | 'unpause'; readonly policy: PolicyName }
  | { readonly kind: 'crash'; readonly how: 'killed' | 'hanging' }
  | { readonly kind: 'restart' };

const pick = fc.nat(30);
const policy = fc.constantFrom(...policyNames);
const of = <Kind extends Happening['kind'], Rest extends object>(
  kind: Kind,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
) => fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<Happening>;

/** Mostly waiting, working and time; now and then a person, and seldom a crash. */
const happenings = fc.array(
  fc.oneof(
    { weight: 24, arbitrary: of('go-on', { picks: fc.array(pick, { minLength: 1, maxLength: 4 }) }) },
    { weight: 4, arbitrary: of('time', { seconds: fc.integer({ min: 1, max: 90 }) }) },
    { weight: 4, arbitrary: of('tick', {}) },
    { weight: 3, arbitrary: of('run', { policy, actor: fc.constantFrom('person:owner', 'agent:a') }) },
    { weight: 1, arbitrary: of('run-again', { pick }) },
    { weight: 2, arbitrary: of('cancel', { pick }) },
    { weight: 2, arbitrary: of('resume', { pick, fromStep: fc.constantFrom('mail', null) }) },
    { weight: 2, arbitrary: of('edit', { policy, variant: fc.nat(5) }) },
    { weight: 2, arbitrary: of('approve', { policy, ago: fc.nat(2) }) },
    { weight: 1, arbitrary: of('pause', { policy }) },
    { weight: 1, arbitrary: of('unpause', { policy }) },
    { weight: 2, arbitrary: of('crash', { how: fc.constantFrom('killed', 'hanging') }) },
    { weight: 3, arbitrary: of('restart', {}) },
  ),
  { minLength: 10, maxLength: 80, size: 'max' },
);

export const interleavings: fc.Arbitrary<Interleaving> = fc.record({
  approved: fc.constantFrom('alpha', 'both'),
  variant: fc.nat(5),
  happenings,
});

/** What was seen while it was played. */
export interface Played {
  readonly violations: readonly string[];
  readonly runs: number;
  /** How the runs ended, each as often as it did. */
  readonly ends: readonly string[];
}

/** Plays what happens, then lets one process go on undisturbed until nothing is left to do. */
export async function play(interleaving: Interleaving): Promise<Played> {
  const world = createWorld();
  await prepare(world, interleaving);
  const players: Players = { process: startProcess(world, 'process_0'), processes: 1, requests: 0 };
  for (const happening of interleaving.happenings) {
    await happen(world, players, happening);
    await settle();
    if (world.violations.length > 0) break;
  }
  const ends = world.violations.length > 0 ? [] : await bringToAnEnd(world, players);
  return { violations: world.violations, runs: world.runIds().length, ends };
}

interface Players {
  process: ModelledProcess | undefined;
  processes: number;
  requests: number;
}

async function prepare(world: World, { approved, variant }: Interleaving): Promise<void> {
  const setUp = startProcess(world, 'set-up');
  for (const name of policyNames) {
    world.names.set(policyIdOf(name), name);
    setUp.edit(modelPolicy(name, variant));
    await goOn(world);
    if (name === 'beta' && approved === 'alpha') continue;
    setUp.approve(policyIdOf(name), hashOf(modelPolicy(name, variant)));
    await goOn(world);
  }
  setUp.crash('killed');
}

async function happen(world: World, players: Players, happening: Happening): Promise<void> {
  const { process } = players;
  switch (happening.kind) {
    case 'go-on':
      for (const chosen of happening.picks) world.turns.give(chosen);
      return;
    case 'time':
      return world.clock.advance(happening.seconds * 1000);
    case 'tick':
      return process?.tick();
    case 'run':
      return process?.run(policyIdOf(happening.policy), happening.actor, nextRunId(players));
    case 'run-again':
      return onRun(world, happening.pick, (runId, policyId) => process?.run(policyId, 'person:owner', runId));
    case 'cancel':
      return onRun(world, happening.pick, (runId) => process?.cancel(runId));
    case 'resume':
      return resume(world, players, happening);
    case 'edit':
      return process?.edit(modelPolicy(happening.policy, happening.variant));
    case 'approve':
      return approve(world, players, happening);
    case 'pause':
      return process?.pause(policyIdOf(happening.policy));
    case 'unpause':
      return process?.unpause(policyIdOf(happening.policy));
    case 'crash':
      process?.crash(happening.how);
      players.process = undefined;
      return;
    case 'restart':
      return restart(world, players);
  }
}

function restart(world: World, players: Players): void {
  if (players.process !== undefined) return;
  players.process = startProcess(world, `process_${players.processes}`);
  players.processes += 1;
}

function nextRunId(players: Players): RunId {
  players.requests += 1;
  return toRunId(`run_asked_${players.requests}`);
}

function onRun(world: World, chosen: number, act: (runId: RunId, policyId: PolicyId) => unknown): void {
  const all = world.runIds();
  const runId = all[chosen % Math.max(1, all.length)];
  const policyId = runId && world.policyIdOf(runId);
  if (runId !== undefined && policyId !== undefined) act(runId, policyId);
}

function resume(
  world: World,
  players: Players,
  { pick: chosen, fromStep }: Extract<Happening, { kind: 'resume' }>,
): void {
  const unfinished = new Set(world.unfinished());
  onRun(world, chosen, (runId, policyId) => {
    // Whoever asks has seen that it is over.
    if (unfinished.has(runId)) return;
    players.process?.resume(policyId, runId, fromStep, nextRunId(players));
  });
}

async function approve(
  world: World,
  players: Players,
  { policy: name, ago }: Extract<Happening, { kind: 'approve' }>,
): Promise<void> {
  const versions = await world.policies.versions(policyIdOf(name));
  const seen = parseModel(JSON.stringify(versions[ago % versions.length]?.document));
  if (seen.ok) players.process?.approve(policyIdOf(name), hashOf(seen.policy));
}

const hashes = new WeakMap<object, Sha256>();
function hashOf(seen: Parameters<typeof approvalHashOf>[0]): Sha256 {
  const known = hashes.get(seen) ?? approvalHashOf(seen);
  hashes.set(seen, known);
  return known;
}

/** The last restart, and enough time. */
async function bringToAnEnd(world: World, players: Players): Promise<readonly string[]> {
  restart(world, players);
  await goOn(world);
  for (let round = 0; round < 60; round += 1) {
    players.process?.tick();
    await goOn(world);
    const claimed = await world.schedules.claimed();
    if (world.unfinished().length === 0 && claimed.length === 0) break;
    world.clock.advance(3_000);
    await goOn(world);
  }
  for (const runId of world.unfinished()) world.violate(`${runId} never ended`);
  await judgeSlots(world);
  await judgeAudit(world);
  return judgeRuns(world);
}

/** What is told of a slot and of its run agrees. */
async function judgeSlots(world: World): Promise<void> {
  const runIds = new Set(world.runIds());
  for (const { policyId, scheduledFor, state } of await world.schedules.list({ limit: 10_000 })) {
    if (state.status === 'claimed') world.violate(`the slot ${policyId} ${scheduledFor} was never settled`);
    if (state.status === 'ran' && !runIds.has(state.runId)) world.violate(`${state.runId} is no run`);
  }
}

async function judgeAudit(world: World): Promise<void> {
  const entries = await world.audit.list({ limit: 10_000 });
  const requested = new Set(
    entries.filter(({ action }) => action === 'run.requested').map(({ subject }) => subject),
  );
  for (const runId of world.runIds()) {
    if (!requested.has(runId)) world.violate(`${runId} is not in the audit log`);
  }
}

/** A run that is over has no step that is not, and its log has no gap. */
async function judgeRuns(world: World): Promise<readonly string[]> {
  const ends: string[] = [];
  for (const runId of world.runIds()) {
    const run = await world.readRun(runId);
    if (run === undefined) continue;
    ends.push(run.state.status);
    const open = run.steps.filter(({ state }) => state.status === 'pending' || state.status === 'running');
    if (open.length > 0) world.violate(`${runId} is ${run.state.status} with open steps`);
  }
  return ends;
}

/** Lets everything go on until nothing waits. */
async function goOn(world: World): Promise<void> {
  await settle();
  while (world.turns.waiting > 0) {
    while (world.turns.waiting > 0) world.turns.give(0);
    await settle();
  }
}

/** Lets all promises run, and the timers of further attempts, which last a millisecond. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (jest.getTimerCount() === 0) return;
  jest.advanceTimersByTime(1);
  await new Promise((resolve) => setImmediate(resolve));
}
