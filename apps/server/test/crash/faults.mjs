// What else can happen to a process and its disk. Each function returns facts; the tests say what they must be.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApiError, routes } from '@daybook/api-contract';
import { verifyDatabase } from '@daybook/persistence';
import { freePort, startHost } from './engine-host.mjs';
import { startInstant } from './scenarios.mjs';
import { readState } from './stored-state.mjs';
import { key, makeTemplates } from './template.mjs';

const patienceMs = 30_000;

/** Asks until there is an answer other than `undefined`; gives `undefined` when none comes in time. */
async function eventually(ask, limitMs = patienceMs) {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(20);
  }
  return undefined;
}

/** Gives the work a data folder with the approved policy, and ends whatever it started. */
async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-fault-'));
  const hosts = [];
  try {
    const { fileFolder, templates } = await makeTemplates(folder);
    const { token, policyId, dataFolder: source } = templates.folder;
    const dataFolder = join(folder, 'data');
    cpSync(source, dataFolder, { recursive: true });
    const start = (env) => {
      const host = startHost(env);
      hosts.push(host);
      return host;
    };
    // One for all processes: they judge the lease by their clocks.
    const clockOffsetMs = Date.parse(startInstant) - Date.now();
    const open = async (host, more = {}) => {
      return host.open(
        { dataFolder, fileFolder, port: await freePort(), key, clockOffsetMs, ...more },
        token,
      );
    };
    return await work({ folder, dataFolder, policyId, start, open });
  } finally {
    await Promise.all(hosts.map((host) => host.kill()));
    rmSync(folder, { recursive: true, force: true });
  }
}

const ask = (client, policyId) => client.call(routes.startRun, { params: { id: policyId }, body: {} });

/** The run when it has ended. */
function ended(client, id, limitMs) {
  return eventually(async () => {
    const run = await client.call(routes.getRun, { params: { id } }).catch(() => undefined);
    return run !== undefined && run.finished_at !== null ? run : undefined;
  }, limitMs);
}

const codeOf = (cause) => (cause instanceof ApiError ? cause.problem.code : String(cause));

const reasonsOf = (run) => run.steps.flatMap(({ error }) => (error === undefined ? [] : [error.code]));

async function facts(dataFolder) {
  const { ok } = await verifyDatabase({ file: join(dataFolder, 'daybook.db'), key: Buffer.from(key, 'hex') });
  return { intact: ok, stored: await readState(dataFolder, key) };
}

const writeOfRows = { point: 'rows.write', call: 1, moment: 'before' };
const endOfTransform = { point: 'runs.commit', call: 3, moment: 'before' };

/**
 * The disk is full when the rows are written, and stays so until the engine gave up on the run, or, with `until` '1', until
 * it comes to record the failure. Then the policy runs once more.
 */
export function fillDisk(until) {
  return withFolder(async ({ dataFolder, policyId, start, open }) => {
    const host = start();
    const client = await open(host, {
      full: writeOfRows,
      ...(until === '1' ? { free: endOfTransform } : {}),
    });
    const { id } = await ask(client, policyId);
    await eventually(async () => /could not be recorded|failed/.test(host.log()) || undefined);
    if (until !== '1') {
      await eventually(async () => /could not be recorded/.test(host.log()) || undefined);
      host.free();
    }
    return whatBecame({ dataFolder, policyId, start, open, host, client, id });
  });
}

const brokenDisk = fileURLToPath(new URL('broken-disk.c', import.meta.url));

/** Compiles what makes the disk of a process break. */
function compileBrokenDisk(folder) {
  const library = join(folder, 'broken-disk.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, brokenDisk, '-ldl'], { stdio: 'pipe' });
  return library;
}

/**
 * The disk breaks when the rows are about to be written: of the calls of a kind that follow, those from `first` to `last`
 * fail with EIO. When everything ended that could, the disk is whole again, and the policy runs once more.
 */
export function breakDisk(call, first, last = first) {
  return withFolder(async ({ folder, dataFolder, policyId, start, open }) => {
    const file = join(folder, 'broken');
    const host = start({ LD_PRELOAD: compileBrokenDisk(folder), DAYBOOK_BROKEN_DISK: file });
    const client = await open(host, { broken: { ...writeOfRows, file, text: `${call} ${first} ${last}` } });
    const { id } = await ask(client, policyId);
    await eventually(async () => {
      const { finished_at: at } = await client.call(routes.getRun, { params: { id } });
      return at !== null || /could not be recorded/.test(host.log()) || undefined;
    });
    rmSync(file, { force: true });
    return whatBecame({ dataFolder, policyId, start, open, host, client, id });
  });
}

/** How the run ended, whether the same process can run the policy again, and whether a new one can. */
async function whatBecame({ host, client, id, ...folder }) {
  const run = await ended(client, id);
  const next = await ask(client, folder.policyId).catch((cause) => ({ refused: codeOf(cause) }));
  const last = next.id === undefined ? undefined : await ended(client, next.id);
  await host.kill();
  return {
    state: run?.state,
    reasons: run && reasonsOf(run),
    next: next.refused ?? last?.state,
    ...(await afterwards(folder)),
  };
}

/** Whether a new process can use the database. */
async function afterwards({ dataFolder, policyId, start, open }) {
  const host = start();
  const client = await open(host);
  await eventually(async () => {
    const { items } = await client.call(routes.listRuns, {});
    return items.every(({ finished_at: at }) => at !== null) || undefined;
  });
  const { id } = await ask(client, policyId);
  const run = await ended(client, id);
  await host.kill();
  const { intact, stored } = await facts(dataFolder);
  return {
    intact,
    afterwards: run?.state,
    unfinished: stored.runs.filter(({ status }) => status === 'running').length,
  };
}

/** Two processes open one database; the one that holds the lease is killed in the middle of a run. */
export function killHolder() {
  return withFolder(async ({ dataFolder, policyId, start, open }) => {
    const [holder, other] = [start(), start()];
    const client = await open(holder, { kill: endOfTransform });
    const second = await open(other);
    // The lease is taken after the server answers.
    await eventually(async () =>
      (await ask(second, policyId).then(codeOf, codeOf)) === 'store.busy' ? true : undefined,
    );
    const refused = await ask(second, policyId).then(() => 'started', codeOf);
    const asked = ask(client, policyId).catch(() => undefined);
    await holder.exited;
    const begun = performance.now();
    await asked;
    const run = await eventually(async () => {
      const { items } = await second.call(routes.listRuns, {});
      return items.length > 0 && items.every(({ finished_at: at }) => at !== null) ? items[0] : undefined;
    });
    const takeoverMs = performance.now() - begun;
    await other.kill();
    return { refused, takeoverMs, state: run?.state, ...(await facts(dataFolder)) };
  });
}

/** The process that holds the lease is stopped in the middle of a run, and goes on after another one has taken over. */
export function wakeHolder() {
  return withFolder(async ({ dataFolder, policyId, start, open }) => {
    const [holder, other] = [start(), start()];
    const client = await open(holder, { kill: { ...endOfTransform, signal: 'SIGSTOP' } });
    // What a stopped process was asked is answered when it goes on, if at all.
    const asked = ask(client, policyId).catch(() => undefined);
    await eventually(async () => isStopped(holder.pid) || undefined);
    const begun = performance.now();
    const second = await open(other);
    const run = await eventually(async () => {
      const { items } = await second.call(routes.listRuns, {});
      return items.length > 0 && items.every(({ finished_at: at }) => at !== null) ? items[0] : undefined;
    });
    const takeoverMs = performance.now() - begun;
    const before = await facts(dataFolder);
    holder.signal('SIGCONT');
    await asked;
    await eventually(async () => /taken? over|does not hold/.test(holder.log()) || undefined);
    await pause(500);
    const after = await facts(dataFolder);
    const told = holder.log();
    await Promise.all([holder.kill(), other.kill()]);
    return { takeoverMs, state: run?.state, before, after, told };
  });
}

function isStopped(pid) {
  return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
