// What the engine can't go below: durable commits by the same driver on the same encrypted file, and nothing around them.
import { createRequire } from 'node:module';

const sqlcipher = createRequire(new URL('../../packages/persistence/package.json', import.meta.url))(
  '@journeyapps/sqlcipher',
);

const output = JSON.stringify({ step_id: 'step_17', status: 'success', output: '{}' });
const insertRows = `INSERT INTO bench_commits (record) SELECT value FROM json_each(?)`;

/** The driver with promises; `key` has 32 bytes. */
async function connect(file, key) {
  const native = await new Promise((resolve, reject) => {
    const opened = new sqlcipher.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  const settings = [
    'PRAGMA cipher_log = off',
    `PRAGMA key = "x'${Buffer.from(key).toString('hex')}'"`,
    'PRAGMA busy_timeout = 5000',
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'CREATE TABLE IF NOT EXISTS bench_commits (id INTEGER PRIMARY KEY, record TEXT NOT NULL)',
  ];
  for (const sql of settings) {
    await new Promise((resolve, reject) => native.all(sql, (error) => (error ? reject(error) : resolve())));
  }
  return native;
}

/** Opens the engine's file once more; nothing else may write while `run` does. */
export async function openRawCommits({ file, key }) {
  const native = await connect(file, key);
  const statement = native.prepare(insertRows);
  return {
    /** That many commits, one after the other, of so many rows each; resolves with rows per second. */
    async run({ commits, rows }) {
      const records = JSON.stringify(Array.from({ length: rows }, () => output));
      const startedAt = performance.now();
      for (let index = 0; index < commits; index += 1) {
        await new Promise((resolve, reject) => {
          statement.run([records], (error) => (error ? reject(error) : resolve()));
        });
      }
      return (commits * rows) / ((performance.now() - startedAt) / 1000);
    },
    async close() {
      await new Promise((resolve) => statement.finalize(resolve));
      await new Promise((resolve, reject) => native.close((error) => (error ? reject(error) : resolve())));
    },
  };
}
