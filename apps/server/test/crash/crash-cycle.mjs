import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, routes } from '@daybook/api-contract';
import { freePort, startHost } from './engine-host.mjs';
import { startMailLedger } from './mail-ledger.mjs';
import { scenarios, startInstant } from './scenarios.mjs';
import { readState } from './stored-state.mjs';
import { key } from './template.mjs';

/** No part of a cycle takes longer; what does has hung. */
const patienceMs = 60_000;

/** Processes that are at hand: one that serves, and one that has loaded everything and waits to take over. */
export function createHosts() {
  const idle = [startHost(), startHost()];
  return {
    async take() {
      const host = idle.shift();
      if (idle.length === 0) idle.push(startHost());
      await host.waiting;
      return host;
    },
    /** Whoever serves no folder any more can serve the next one. */
    async giveBack(host) {
      await host.close();
      idle.unshift(host);
    },
    async stop() {
      await Promise.all(idle.map((host) => host.kill()));
    },
  };
}

/**
 * One crash: a process serves a copy of the template and is killed as planned, another one takes over and brings
 * everything to its end. What was acknowledged before is written down here, outside of the engine.
 * @returns what there is to judge: the acknowledgements, the state of the database, the ledger of mails, the times.
 */
export async function runCycle({ hosts, folder, fileFolder, template, plan, spans }) {
  const scenario = scenarios[plan.scenario];
  const dataFolder = join(folder, 'data');
  rmSync(dataFolder, { recursive: true, force: true });
  cpSync(template.dataFolder, dataFolder, { recursive: true });
  const acks = { runs: new Set(), steps: new Map(), ends: new Map(), process: 0 };
  let first;
  const at = (moment) =>
    plan.kill.kind === 'mail' && plan.kill.moment === moment ? () => first.kill() : undefined;
  const ledger = await startMailLedger({ onTaken: at('taken'), onAnswered: at('answered') });
  const traces = [0, 1, 2].map((index) => join(dataFolder, `calls-${index}.txt`));
  const options = {
    dataFolder,
    fileFolder,
    port: await freePort(),
    key,
    clockOffsetMs: Date.parse(startInstant) - Date.now(),
    smtpUrl: ledger.url,
  };
  const cycle = { options, template, scenario, acks };
  try {
    first = await hosts.take();
    const begun = performance.now();
    const reached = await crash(first, cycle, { plan, spans, traceFile: traces[0] });
    const crashedMs = performance.now() - begun;
    if (plan.again !== undefined)
      await crashAgain(await hosts.take(), cycle, { plan, spans, traceFile: traces[1] });
    const successor = await hosts.take();
    const recovery = await recover(successor, cycle, traces[2]);
    const log = successor.log();
    await hosts.giveBack(successor);
    const state = await readState(dataFolder, key);
    return {
      plan,
      reached,
      crashedMs,
      acks,
      recovery,
      state,
      mails: ledger.mails(),
      notices: ledger.notices(),
      calls: traces.map(readCalls),
      databaseFile: join(dataFolder, 'daybook.db'),
      logs: [first.log(), log],
    };
  } finally {
    await ledger.stop();
  }
}

function readCalls(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [point, call, moment] = line.split(' ');
      return { point, call: Number(call), moment };
    });
}

/** Serves until the process is dead. @returns whether the planned moment came before everything was done. */
async function crash(host, { options, template, scenario, acks }, { plan, spans, traceFile }) {
  const { kill } = plan;
  const given = { ...options, traceFile, ...(kill.kind === 'point' ? { kill } : {}) };
  const working = serve(host, given, { template, scenario, acks });
  if (kill.kind === 'delay') {
    await Promise.race([pause(kill.share * spans.whole), host.exited]);
    const { isDone } = working;
    await host.kill();
    await working.ended;
    return !isDone();
  }
  await working.ended;
  // The client may learn of the death before we do.
  if (!working.isDone()) await host.exited;
  else await Promise.race([host.exited, pause(20)]);
  const reached = host.isDead;
  await host.kill();
  return reached;
}

function serve(host, options, { template, scenario, acks }) {
  let done = false;
  const ended = (async () => {
    const client = await host.open(options, template.token);
    if (client === undefined) return;
    await work(client, { template, scenario, acks });
    done = true;
  })().catch((cause) => {
    if (!isGone(cause)) throw cause;
  });
  return { ended, isDone: () => done };
}

const isGone = (cause) => cause instanceof ApiError && cause.problem.code === 'server.unreachable';

/** Asks for the run, or waits for the slot's, and follows it to its end. */
async function work(client, { template, scenario, acks }) {
  const run = scenario.cause === 'request' ? await requestRun(client, template) : await firstRun(client);
  acks.runs.add(run.id);
  await follow(client, run.id, acks);
}

function requestRun(client, { policyId }, idempotencyKey = 'the one request') {
  return client.call(routes.startRun, { params: { id: policyId }, body: {} }, { idempotencyKey });
}

async function firstRun(client) {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const [run] = (await client.call(routes.listRuns, {})).items;
    if (run !== undefined) return run;
    await pause(5);
  }
  throw new Error('The slot made no run.');
}

async function follow(client, runId, acks) {
  const signal = AbortSignal.timeout(patienceMs);
  for await (const event of client.follow(runId, signal)) {
    const steps = event.kind === 'run' ? event.run.steps : [event.step];
    for (const step of steps) if (step.state === 'success') acknowledge(acks, `${runId} ${step.id}`, step);
    if (event.kind === 'run' && event.run.finished_at !== null) acks.ends.set(runId, event.run.state);
  }
}

/** The first process to say so counts: none after it may run the step again. */
function acknowledge({ steps, process }, name, step) {
  if (!steps.has(name)) steps.set(name, { step, process });
}

/** A process that is killed while it takes over. */
async function crashAgain(host, { options, template, acks }, { plan, spans, traceFile }) {
  acks.process = 1;
  const opened = host.open({ ...options, traceFile }, template.token).catch((cause) => {
    if (!isGone(cause)) throw cause;
  });
  void opened
    .then(async (client) => {
      if (client === undefined) return;
      const { items } = await client.call(routes.listRuns, {});
      await Promise.all(items.map(({ id }) => follow(client, id, acks)));
    })
    .catch(() => undefined);
  await pause(plan.again * spans.recovery);
  await host.kill();
  await opened;
}

/** Takes over, and waits until every run is in a final state. */
async function recover(host, { options, template, scenario, acks }, traceFile) {
  const begun = performance.now();
  const client = await host.open({ ...options, traceFile }, template.token);
  if (client === undefined) throw new Error(`The process that took over died:\n${host.log()}`);
  let repeated = 'none';
  if (scenario.cause === 'request' && acks.runs.size === 0) repeated = await repeatRequest(client, template);
  const runs = await allEnded(client);
  const ms = performance.now() - begun;
  const details = await Promise.all(runs.map(({ id }) => client.call(routes.getRun, { params: { id } })));
  return { ms, runs: details, repeated };
}

/** Who got no answer asks again under the same key. */
async function repeatRequest(client, template) {
  try {
    await requestRun(client, template);
    return 'answered';
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.problem.status !== 409) throw cause;
    const { items } = await client.call(routes.listRuns, {});
    if (items.length > 0) return 'under way, with a run';
    await requestRun(client, template, 'another request');
    return 'under way, without a run';
  }
}

async function allEnded(client) {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const { items } = await client.call(routes.listRuns, {});
    if (items.length > 0 && items.every(({ finished_at: at }) => at !== null)) return items;
    await pause(10);
  }
  const { items } = await client.call(routes.listRuns, {});
  throw new Error(`After ${patienceMs / 1000} s: ${items.map(({ state }) => state).join(', ') || 'no run'}.`);
}
