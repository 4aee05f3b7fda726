// Judges a cycle from outside: by what was acknowledged, what the receiver of mails saw, and what an uninterrupted run
// leaves behind.
import { isDeepStrictEqual } from 'node:util';
import { verifyDatabase } from '@daybook/persistence';
import { callsOfStep, scenarios, slotInstant } from './scenarios.mjs';
import { key } from './template.mjs';

/** Every run must be in a final state by then, in milliseconds. */
const recoveryLimitMs = 15_000;

const finalStates = new Set(['success', 'partial', 'failed', 'cancelled', 'needs_attention']);

/** @returns every rule that was broken, in words; none when all is well. */
export async function judge(cycle, expected) {
  const problems = [
    ...judgeTimes(cycle),
    ...judgeRuns(cycle),
    ...judgeSteps(cycle),
    ...judgeLog(cycle),
    ...judgeEffects(cycle, expected),
    ...judgeDeliveries(cycle),
    ...judgeSlots(cycle),
    ...judgeAudit(cycle),
  ];
  const { ok, checks } = await verifyDatabase({ file: cycle.databaseFile, key: Buffer.from(key, 'hex') });
  if (!ok) problems.push(`the database is damaged: ${checks.flatMap((check) => check.problems).join(' ')}`);
  return problems;
}

const when = (condition, problem) => (condition ? [problem] : []);

function judgeTimes({ recovery }) {
  return when(recovery.ms > recoveryLimitMs, `everything was final only after ${Math.round(recovery.ms)} ms`);
}

function judgeRuns({ acks, state, mails }) {
  const found = new Map(state.runs.map((run) => [run.run_id, run.status]));
  const lost = [...acks.runs].filter((id) => !found.has(id));
  const open = state.runs.filter(({ status }) => !finalStates.has(status));
  const changed = [...acks.ends].filter(([id, end]) => found.get(id) !== end);
  return [
    ...lost.map((id) => `the acknowledged run ${id} is lost`),
    ...when(found.size !== 1, `there are ${found.size} runs instead of one`),
    ...open.map(({ run_id: id, status }) => `the run ${id} is still ${status}`),
    ...changed.map(([id, end]) => `the run ${id} had ended as ${end} and is ${found.get(id)}`),
    ...state.runs.flatMap((run) => judgeEnd(run, state, mails)),
  ];
}

/** A run ends well, but for one whose mail may or may not have arrived. */
function judgeEnd({ run_id: id, status }, { deliveries }) {
  const unknown = deliveries.filter((delivery) => delivery.status === 'unknown');
  const expected = unknown.length > 0 ? 'needs_attention' : 'success';
  return when(status !== expected, `the run ${id} is ${status}, with ${unknown.length} unknown deliveries`);
}

/** A step that was acknowledged as done is what it was. */
function judgeSteps({ acks, state, recovery, calls }) {
  const now = new Map(
    recovery.runs.flatMap((run) => run.steps.map((step) => [`${run.id} ${step.id}`, step])),
  );
  const stored = new Map(state.steps.map((step) => [`${step.run_id} ${step.step_id}`, step]));
  return [...acks.steps].flatMap(([name, { step: before, process }]) => {
    const after = now.get(name);
    const same = ['state', 'attempts', 'output', 'started_at', 'finished_at'];
    const changed = same.filter((field) => !isDeepStrictEqual(before[field], after?.[field]));
    const later = calls.slice(process + 1).flat();
    const repeated = later.filter(({ point }) => callsOfStep[before.id].includes(point));
    return [
      ...changed.map((field) => `the finished step ${name} changed its ${field}`),
      ...when(stored.get(name)?.status !== 'success', `the finished step ${name} is not stored as success`),
      ...when(repeated.length > 0, `the finished step ${name} was run again: ${repeated[0]?.point}`),
    ];
  });
}

function judgeLog({ state }) {
  const problems = [];
  const runs =
    Map.groupBy === undefined ? groupByRun(state.log) : Map.groupBy(state.log, (entry) => entry.run_id);
  for (const [runId, entries] of runs) {
    if (entries.some(({ sequence }, index) => sequence !== index + 1))
      problems.push(`the log of ${runId} has a gap`);
    const attempts = new Map();
    for (const { body } of entries) {
      for (const { step_id: step, status, attempt } of JSON.parse(body).steps) {
        const last = attempts.get(step) ?? { status: 'pending', attempt: 0 };
        if (last.status === 'success') problems.push(`the step ${step} went on after its success`);
        if (status === 'running' && attempt !== last.attempt + 1) {
          problems.push(`the step ${step} goes from attempt ${last.attempt} to ${attempt}`);
        }
        attempts.set(step, { status, attempt });
      }
    }
  }
  return problems;
}

function groupByRun(log) {
  const groups = new Map();
  for (const entry of log) groups.set(entry.run_id, [...(groups.get(entry.run_id) ?? []), entry]);
  return groups;
}

/** What the run left behind is what an uninterrupted run leaves behind: nothing is missing, nothing doubled. */
function judgeEffects({ state }, expected) {
  const whole = ['positions', 'quarantine', 'payloads', 'versions', 'artifacts', 'files'];
  return whole
    .filter((name) => !isDeepStrictEqual(state[name], expected[name]))
    .map(
      (name) =>
        `${name} differ from those of an uninterrupted run: ${JSON.stringify(state[name]).slice(0, 300)}`,
    );
}

function judgeDeliveries({ plan, state, mails }) {
  const settled = state.deliveries.filter(({ status }) => status !== 'failed');
  const keys = settled.map(({ delivery_key: name }) => name);
  const doubled = mails.filter(([, times]) => times > 1);
  const arrived = mails.length > 0;
  const [delivery] = settled;
  return [
    ...when(new Set(keys).size !== keys.length, 'a delivery is recorded twice'),
    ...when(settled.length !== 1, `there are ${settled.length} deliveries instead of one`),
    ...when(
      state.deliveries.some(({ status }) => status === 'sending'),
      'a delivery is still being sent',
    ),
    ...doubled.map(([id, times]) => `the mail ${id} was sent ${times} times`),
    ...when(mails.length > 1, `there are ${mails.length} mails instead of one`),
    ...(plan.scenario === 'mail'
      ? [
          ...when(
            arrived && !['sent', 'unknown'].includes(delivery?.status),
            'a mail arrived, and its delivery does not know',
          ),
          ...when(!arrived && delivery?.status === 'sent', 'a mail is recorded as sent, and never arrived'),
        ]
      : when(delivery?.status !== 'sent', `the file is recorded as ${delivery?.status}`)),
  ];
}

function judgeSlots({ plan, state }) {
  if (scenarios[plan.scenario].cause !== 'slot') {
    return when(state.slots.length > 0, 'a policy without a schedule has slots');
  }
  const [slot] = state.slots;
  const isRight =
    state.slots.length === 1 &&
    slot.status === 'ran' &&
    slot.scheduled_for === slotInstant &&
    slot.run_id === state.runs[0]?.run_id;
  return when(!isRight, `the slots are ${JSON.stringify(state.slots)}`);
}

function judgeAudit({ state }) {
  const requested = state.audit
    .filter(({ action }) => action === 'run.requested')
    .map(({ subject }) => subject);
  const unheard = state.runs.filter(({ run_id: id }) => !requested.includes(id));
  return [
    ...when(state.integrity[0]?.integrity_check !== 'ok', 'the integrity check fails'),
    ...when(
      state.audit.some(({ sequence }, index) => sequence !== index + 1),
      'the audit log has a gap',
    ),
    ...unheard.map(({ run_id: id }) => `the audit log does not know of the run ${id}`),
  ];
}
