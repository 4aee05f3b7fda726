// Asks for the lease and commits as its holder: node lease-child.mjs FILE KEY SECONDS. It holds the lease for that long,
// prints what became of asking, then tries to create one run for each line that it reads and prints what became of it.
import { createInterface } from 'node:readline';
import { toInstant, toPolicyId, toRunId } from '@daybook/kernel';
import { createLeaseStore, createRunStore, openDatabase } from '@daybook/persistence';

const [file, key, seconds] = process.argv.slice(2);
const database = await openDatabase({ file, key: Buffer.from(key, 'hex') });
const at = Date.now();
const { kind, lease } = await createLeaseStore(database).acquire({
  holder: `here:${process.pid}`,
  at: toInstant(at),
  expiresAt: toInstant(at + Number(seconds) * 1000),
  isGone: () => false,
});
console.log(kind);

const runs = createRunStore(database, { fence: () => lease.fence });
for await (const runId of createInterface({ input: process.stdin })) {
  console.log(
    await runs.create(queuedRun(runId)).then(
      () => 'created',
      ({ code }) => code,
    ),
  );
}
await database.close();

function queuedRun(runId) {
  return {
    runId: toRunId(runId),
    policyId: toPolicyId('pol_1'),
    policyVersion: 1,
    cause: 'manual',
    actor: 'cli',
    scheduledFor: toInstant(0),
    createdAt: toInstant(0),
    resumedFrom: null,
    dryRun: false,
    state: { status: 'queued' },
    steps: [],
  };
}
