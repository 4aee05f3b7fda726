// The real server in a process of its own, with nothing replaced but the clock, which its parent turns.
import { parseInstant, toEpochMs, toInstant } from '@daybook/kernel';
import { startServer, surroundingsOf } from '../../dist/index.js';

const [dataFolder, port, start] = process.argv.slice(2);
let now = start === 'real' ? 0 : toEpochMs(parseInstant(start));
const sleepers = new Set();

/** Sleeping ends when the parent turned the clock far enough. */
const clock = {
  now: () => toInstant(now),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const sleeper = { until: now + ms, wake: resolve };
      sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      });
    }),
};

process.on('message', (message) => {
  now = toEpochMs(parseInstant(message.now));
  for (const sleeper of sleepers) {
    if (sleeper.until > now) continue;
    sleepers.delete(sleeper);
    sleeper.wake();
  }
});

const terminal = {
  environment: process.env,
  platform: process.platform,
  print: () => undefined,
  note: (line) => process.stderr.write(`${line}\n`),
  signal: new AbortController().signal,
};
const surroundings = surroundingsOf(
  {
    dataFolder,
    fileFolder: process.env.DAYBOOK_FILE_FOLDER,
    warnAboutKey: false,
    port: Number(port),
    ...(start === 'real' ? {} : { clock }),
  },
  terminal,
);
const server = await startServer(surroundings, { dataFolder });
process.send({ url: server.url, signInUrl: await server.createSignInLink() });
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
