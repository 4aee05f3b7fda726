// A process that serves one data folder after the other with the built server, and kills or stops itself at a named call
// of a store. Nothing is replaced but the clock, which goes at its usual speed from another hour.
import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toInstant } from '@daybook/kernel';
import { createRandomIds, startServer, systemClock } from '../../dist/index.js';

/** Calls that only read are no points: nothing is different after them. */
const reading =
  /\.(?:read|list|find|log|load|has|schedules|claimed|unfinished|countUnfinished|pendingMail|versions)/;

/** With a limit of 0 no byte of any file can be written, as if the disk were full. */
function limitFiles(limit) {
  execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${limit}:unlimited`]);
}

function createProbe({ kill, full, free, broken, traceFile }) {
  const calls = new Map();
  return (point, moment) => {
    if (reading.test(point)) return;
    const call = (calls.get(point) ?? 0) + (moment === 'before' ? 1 : 0);
    calls.set(point, call);
    if (traceFile !== undefined) appendFileSync(traceFile, `${point} ${call} ${moment}\n`);
    const isAt = (place) => place?.point === point && place.moment === moment && place.call === call;
    if (isAt(full)) limitFiles('0');
    if (isAt(free)) limitFiles('unlimited');
    if (isAt(broken)) writeFileSync(broken.file, broken.text);
    if (isAt(kill)) process.kill(process.pid, kill.signal ?? 'SIGKILL');
  };
}

const tell = (level) => (message) => process.stderr.write(`${level}: ${message}\n`);

function open(options) {
  const { dataFolder, fileFolder, port, key, clockOffsetMs, smtpUrl } = options;
  const clock = {
    now: () => toInstant(Date.now() + clockOffsetMs),
    sleep: systemClock.sleep,
  };
  return startServer(
    {
      databaseFile: join(dataFolder, 'daybook.db'),
      key: Buffer.from(key, 'hex'),
      fileFolder,
      deliveryFolder: options.deliveryFolder ?? join(dataFolder, 'deliveries'),
      guiFolder: join(dataFolder, 'gui'),
      mail: { smtpUrl, from: undefined },
      host: '127.0.0.1',
      port,
      version: '0.0.0',
      clock,
      ids: createRandomIds(() => Date.now()),
      random: Math.random,
      log: { debug: () => undefined, info: tell('info'), warn: tell('warn'), error: tell('error') },
      probe: createProbe(options),
    },
    { dataFolder },
  );
}

let server;
process.on('message', async (message) => {
  try {
    if (message.kind === 'close') {
      await server.stop();
      process.send({ kind: 'closed' });
    } else if (message.kind === 'free') {
      limitFiles('unlimited');
    } else {
      server = await open(message.options);
      process.send({ kind: 'open', url: server.url });
    }
  } catch (cause) {
    process.send({ kind: 'failed', message: String(cause?.stack ?? cause), code: cause?.code });
  }
});
process.send({ kind: 'waiting' });
