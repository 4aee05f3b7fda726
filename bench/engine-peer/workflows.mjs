// The peer's process: DBOS Transact on the PostgreSQL of DBOS_SYSTEM_DATABASE_URL. Each message orders one round.
import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';

async function runEmptySteps(count) {
  const stepMs = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await DBOS.runStep(async () => ({}), { name: `step_${index}` });
    stepMs.push(performance.now() - startedAt);
  }
  return stepMs;
}

const workflow = DBOS.registerWorkflow(runEmptySteps, { name: 'runEmptySteps' });

/** `workflows` at once, each of `steps` steps in sequence: seconds of all, milliseconds of each step. */
async function runRound({ workflows, steps }) {
  const ids = Array.from({ length: workflows }, () => randomUUID());
  const startedAt = performance.now();
  const stepMs = await Promise.all(ids.map((id) => DBOS.withNextWorkflowID(id, () => workflow(steps))));
  const seconds = (performance.now() - startedAt) / 1000;
  await requireRecords(ids, steps);
  return { seconds, stepMs: stepMs.flat() };
}

/** A step that is not on record would make the comparison unfair. */
async function requireRecords(ids, steps) {
  for (const id of ids) {
    const recorded = await DBOS.listWorkflowSteps(id);
    if (recorded?.length !== steps) {
      throw new Error(`DBOS recorded ${recorded?.length ?? 0} of the ${steps} steps of workflow ${id}.`);
    }
  }
}

async function answer(order) {
  try {
    process.send({ kind: 'round', ...(await runRound(order)) });
  } catch (cause) {
    process.send({ kind: 'failed', message: String(cause?.stack ?? cause) });
  }
}

process.on('message', async (order) => {
  if (order.kind === 'round') return answer(order);
  await DBOS.shutdown();
  process.disconnect();
});

// Whoever ordered the rounds is gone, perhaps without a word.
process.on('disconnect', () => process.exit());

DBOS.setConfig({
  name: 'engine-peer',
  systemDatabaseUrl: process.env.DBOS_SYSTEM_DATABASE_URL,
  logLevel: 'error',
});
await DBOS.launch();
process.send({ kind: 'ready' });
