// DBOS Transact on PostgreSQL, in a process of its own; or how to install it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPostgresql, startPostgresql } from './postgresql.mjs';

const sdkManifest = new URL('./node_modules/@dbos-inc/dbos-sdk/package.json', import.meta.url);
const workflows = fileURLToPath(new URL('./workflows.mjs', import.meta.url));

/**
 * The peer, started: `{ kind: 'ready', name, versions, run({ workflows, steps }), close() }`. Where something is missing:
 * `{ kind: 'missing', name, advice }`, with the commands that install it.
 */
export async function startPeer() {
  const programs = findPostgresql();
  const missing = [
    ...(programs === undefined ? ['sudo apt-get install -y postgresql'] : []),
    ...(existsSync(sdkManifest)
      ? []
      : ['npm install --prefix bench/engine-peer --ignore-scripts --no-package-lock']),
  ];
  if (missing.length > 0)
    return { kind: 'missing', name: 'DBOS, not installed', advice: missing.join(' && ') };

  const server = await startPostgresql(programs);
  const child = fork(workflows, {
    env: { ...process.env, DBOS_SYSTEM_DATABASE_URL: server.url },
    // Its driver of PostgreSQL has one, which says nothing about the measurement.
    execArgv: ['--disable-warning=DeprecationWarning'],
  });
  try {
    await answerOf(child);
  } catch (cause) {
    child.kill();
    await server.close();
    throw cause;
  }
  const dbos = JSON.parse(readFileSync(sdkManifest, 'utf8')).version;
  return {
    kind: 'ready',
    name: `DBOS ${dbos} on PostgreSQL ${server.version}`,
    versions: { dbos, postgresql: server.version },
    async run(round) {
      const answer = answerOf(child);
      child.send({ kind: 'round', ...round });
      return answer;
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.send({ kind: 'end' });
        await once(child, 'exit');
      }
      await server.close();
    },
  };
}

function answerOf(child) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`DBOS ended with exit code ${code}.`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      if (answer.kind === 'failed') reject(new Error(answer.message));
      else resolve(answer);
    });
  });
}
