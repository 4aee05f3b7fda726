// Reads the database by the driver alone: what it holds is judged without a line of the engine.
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const sqlcipher = createRequire(new URL('../../../../packages/persistence/package.json', import.meta.url))(
  '@journeyapps/sqlcipher',
);

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

function open(file, key) {
  return new Promise((resolve, reject) => {
    const native = new sqlcipher.Database(file, (error) => (error ? reject(error) : resolve(native)));
  }).then(async (native) => {
    const all = (sql) =>
      new Promise((resolve, reject) =>
        native.all(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
      );
    await all('PRAGMA cipher_log = off');
    await all(`PRAGMA key = "x'${key}'"`);
    return { all, close: () => new Promise((resolve) => native.close(resolve)) };
  });
}

const queries = {
  integrity: 'PRAGMA integrity_check',
  runs: 'SELECT run_id, status, cause, scheduled_for, process FROM pipeline_runs ORDER BY run_id',
  steps:
    'SELECT run_id, step_id, status, attempt, finished_at, output, failure FROM pipeline_steps ORDER BY run_id, position',
  log: 'SELECT run_id, sequence, body FROM run_log ORDER BY run_id, sequence',
  positions:
    'SELECT account_id, symbol, as_of, quantity, cost_basis, currency, provider, payload_sha256 FROM positions_all ORDER BY 1, 2, 3',
  quarantine: 'SELECT count(*) AS count FROM quarantine',
  payloads: 'SELECT sha256 FROM payloads ORDER BY 1',
  versions: 'SELECT version, snapshot_sha256, content_sha256 FROM report_versions ORDER BY 1',
  artifacts: 'SELECT version, format, name, sha256 FROM artifacts ORDER BY 1, 2, 3',
  deliveries:
    'SELECT delivery_id, delivery_key, channel, recipient, status, reason FROM report_delivery ORDER BY rowid',
  slots: 'SELECT policy_id, scheduled_for, status, run_id FROM slots ORDER BY 2',
  audit: 'SELECT sequence, action, subject FROM audit_log ORDER BY 1',
};

/** Everything that the oracle looks at. */
export async function readState(dataFolder, key) {
  const database = await open(join(dataFolder, 'daybook.db'), key);
  try {
    const state = { files: readDeliveries(join(dataFolder, 'deliveries')) };
    for (const [name, sql] of Object.entries(queries)) state[name] = await database.all(sql);
    return state;
  } finally {
    await database.close();
  }
}

/** Delivered files, by path, with their hashes. */
function readDeliveries(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, sha256: hash(readFileSync(join(entry.parentPath, entry.name))) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
