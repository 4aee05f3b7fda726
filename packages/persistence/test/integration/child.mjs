// Works on a database from a process of its own: node child.mjs TASK FILE KEY. Prints one line for each thing done.
import { sha256, toInstant, toRunId } from '@daybook/kernel';
import { createRowStore, openDatabase } from '@daybook/persistence';

const [task, file, key] = process.argv.slice(2);

const tasks = {
  /** Batches of 1,000 rows, until somebody ends the process. */
  async write(database) {
    const store = createRowStore(database);
    for (let batch = 0; ; batch += 1) {
      await store.write(instruments(batch));
      console.log(batch);
    }
  },

  /** Reads a number and writes the next one, fifty times. */
  async count(database) {
    for (let turn = 0; turn < 50; turn += 1) {
      await database.write(async ({ all, run }) => {
        const [row] = await all(`SELECT rank FROM provider_order WHERE provider = 'turns'`);
        await run(`UPDATE provider_order SET rank = ? WHERE provider = 'turns'`, [row.rank + 1]);
      });
    }
    await database.close();
  },
};

function instruments(batch) {
  return {
    dataset: 'instruments',
    provider: 'sample',
    write: 'merge',
    rows: Array.from({ length: 1000 }, (_, row) => ({
      values: {
        symbol: `S${batch}-${row}`,
        name: `Batch ${batch}`,
        type: null,
        currency: null,
        exchange: null,
      },
      payloadSha256: sha256('payload'),
    })),
    quarantined: [],
    runId: toRunId('run_1'),
    stepId: 'load',
    loadedAt: toInstant(0),
  };
}

try {
  await tasks[task](await openDatabase({ file, key: Buffer.from(key, 'hex') }));
} catch (cause) {
  console.log(cause.code);
}
