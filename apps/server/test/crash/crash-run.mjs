import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHosts, runCycle } from './crash-cycle.mjs';
import { describePlan, planPoints, planRandom } from './kill-plan.mjs';
import { judge } from './oracle.mjs';
import { scenarioNames } from './scenarios.mjs';
import { makeTemplates } from './template.mjs';

/**
 * Crashes the engine as often as asked, several at a time.
 * @param {object} options
 * @param {number} [options.rounds] Times that every named point is met; 0 for none.
 * @param {number} [options.every] Of the named points, only each so-many-th.
 * @param {number} [options.random] How many crashes at random moments.
 * @param {number} [options.seed] What the random moments are made of.
 * @param {number} [options.from] The number of the first cycle, to go on with a part; and `count`, how many at most.
 * @param {number} [options.workers] Cycles side by side.
 * @param {number} [options.limitMs] After this time no new cycle begins.
 * @param {(line: string) => void} [options.tell]
 * @returns counts, times and every broken rule.
 */
export async function runCrashes(options) {
  const { workers = 2, limitMs = Infinity, tell = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'daybook-crash-'));
  const begun = performance.now();
  const hosts = Array.from({ length: workers }, createHosts);
  try {
    const { fileFolder, templates } = await makeTemplates(folder);
    const run = async (worker, plan, spans) => {
      const own = join(folder, `worker-${worker}`);
      mkdirSync(own, { recursive: true });
      const template = templates[plan.scenario];
      return runCycle({ hosts: hosts[worker], folder: own, fileFolder, template, plan, spans });
    };
    const baseline = await measureBaseline(run);
    tell(`points: ${scenarioNames.map((name) => `${name} ${baseline.points[name].length}`).join(', ')}`);
    const plans = choosePlans(options, baseline.points);
    const summary = { planned: plans.length, ...emptySummary() };
    let next = 0;
    await Promise.all(
      hosts.map(async (_, worker) => {
        while (next < plans.length && performance.now() - begun < limitMs) {
          const { number, plan } = plans[next++];
          await runOne({ run, worker, number, plan, baseline, summary, tell });
          if (summary.cycles % 50 === 0) tell(progress(summary, plans.length));
        }
      }),
    );
    return { ...summary, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await Promise.all(hosts.map((own) => own.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

const emptySummary = () => ({
  cycles: 0,
  reached: 0,
  acknowledgedRuns: 0,
  acknowledgedSteps: 0,
  states: {},
  repeats: {},
  noticesTwice: 0,
  recoveryMs: [],
  broken: [],
});

const progress = ({ cycles, broken }, planned) => `${cycles} of ${planned}, ${broken.length} broken`;

function choosePlans({ rounds = 0, every = 1, random = 0, seed = 1, from = 0, count = Infinity }, points) {
  const named = planPoints(points, { rounds }).filter((_, index) => index % every === 0);
  const all = [...named, ...Array.from({ length: random }, (_, index) => planRandom(seed, index))];
  return all.map((plan, number) => ({ number, plan })).slice(from, from + count);
}

/** One run of each scenario that nobody interrupts: the points, what is left behind, and how long it takes. */
async function measureBaseline(run) {
  const [points, expected, whole, recovery] = [{}, {}, {}, {}];
  for (const scenario of scenarioNames) {
    const cycle = await run(0, { scenario, kill: { kind: 'none' } }, {});
    points[scenario] = cycle.calls[0].filter(({ point }) => point !== 'leases.renew');
    expected[scenario] = cycle.state;
    whole[scenario] = cycle.crashedMs;
    recovery[scenario] = Math.max(200, cycle.recovery.ms);
    const problems = await judge(cycle, cycle.state);
    if (problems.length > 0)
      throw new Error(`Even uninterrupted, ${scenario} is wrong: ${problems.join('; ')}`);
  }
  return { points, expected, whole, recovery };
}

async function runOne({ run, worker, number, plan, baseline, summary, tell }) {
  const { scenario } = plan;
  const spans = { whole: baseline.whole[scenario], recovery: 2 * baseline.recovery[scenario] };
  let problems;
  try {
    const cycle = await run(worker, plan, spans);
    problems = await judge(cycle, baseline.expected[scenario]);
    add(summary, cycle);
    // Busy machines are slow ones: the moments are to fall into the whole of a run.
    if (!cycle.reached) baseline.whole[scenario] = 0.7 * baseline.whole[scenario] + 0.3 * cycle.crashedMs;
    else if (plan.kill.kind === 'delay') baseline.whole[scenario] *= 1.01;
    if (problems.length > 0)
      problems.push(...cycle.logs.map((log) => log.trim()).filter((log) => log !== ''));
  } catch (cause) {
    problems = [String(cause?.stack ?? cause)];
  }
  summary.cycles += 1;
  if (problems.length === 0) return;
  summary.broken.push({ number, plan: describePlan(plan), problems });
  tell(`BROKEN ${number} ${describePlan(plan)}\n  ${problems.join('\n  ')}`);
}

function add(summary, { reached, acks, recovery, state, notices }) {
  if (reached) summary.reached += 1;
  summary.acknowledgedRuns += acks.runs.size;
  summary.acknowledgedSteps += acks.steps.size;
  summary.recoveryMs.push(recovery.ms);
  for (const { status } of state.runs) summary.states[status] = (summary.states[status] ?? 0) + 1;
  summary.repeats[recovery.repeated] = (summary.repeats[recovery.repeated] ?? 0) + 1;
  summary.noticesTwice += notices.filter(([, times]) => times > 1).length;
}
