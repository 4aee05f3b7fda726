// Runs one policy for show in a process in which every write of a file and every connection is noted, then for real; prints
// what was noted in between and both runs.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { createClient, routes } from '@daybook/api-contract';
import { parseInstant, silentLogger } from '@daybook/kernel';

const [dataFolder, policyFile, fileFolder, asOf] = process.argv.slice(2);
const noted = [];
let watching = false;

/** Notes the first argument of each call, which names the file. */
function watch(owner, name, isWrite = () => true) {
  const real = owner[name];
  owner[name] = function (...given) {
    if (watching && isWrite(given)) noted.push(`${name} ${String(given[0])}`);
    return Reflect.apply(real, this, given);
  };
}
const writingFlags = fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT;
const opensForWriting = ([, flags = 'r']) =>
  typeof flags === 'number' ? (flags & writingFlags) !== 0 : flags !== 'r';
for (const name of [
  'writeFile',
  'appendFile',
  'rename',
  'link',
  'symlink',
  'unlink',
  'mkdir',
  'rm',
  'truncate',
  'copyFile',
]) {
  watch(fs.promises, name);
  watch(fs, `${name}Sync`);
}
watch(fs.promises, 'open', opensForWriting);
watch(fs, 'openSync', opensForWriting);
watch(net.Socket.prototype, 'connect');
syncBuiltinESMExports();

const { composeDaybook, createRandomIds, systemClock } = await import('../../dist/index.js');
const daybook = await composeDaybook({
  databaseFile: `${dataFolder}/daybook.db`,
  key: Buffer.alloc(32, 7),
  fileFolder,
  deliveryFolder: `${dataFolder}/deliveries`,
  guiFolder: dataFolder,
  mail: { smtpUrl: undefined, from: undefined },
  host: '127.0.0.1',
  port: 4310,
  version: '0',
  clock: systemClock,
  ids: createRandomIds(() => Date.now()),
  random: Math.random,
  log: silentLogger,
});
const scopes = ['read', 'author', 'run', 'approve'];
const { token } = await daybook.tokens.issue({ kind: 'person', name: 'test', scopes });
const client = createClient({
  baseUrl: 'http://127.0.0.1:4310',
  token,
  fetch: async (input, init) => daybook.app.fetch(new Request(input, init)),
});
const { id, version } = await client.call(routes.createPolicy, {
  body: JSON.parse(fs.readFileSync(policyFile, 'utf8')),
});

async function run(body) {
  const started = await client.call(routes.startRun, { params: { id }, body });
  for await (const event of client.follow(started.id, new AbortController().signal)) void event;
  return client.call(routes.getRun, { params: { id: started.id } });
}

async function stored() {
  const { items: datasets } = await client.call(routes.listDatasets, {});
  const { items: reports } = await client.call(routes.listReports, {});
  const { items: deliveries } = await client.call(routes.listDeliveries, {});
  const { items: runs } = await client.call(routes.listRuns, {});
  return { datasets, reports, deliveries, runs };
}

const instant = parseInstant(asOf);
const before = await stored();
watching = true;
const dry = await run({ dry_run: true, as_of: instant });
watching = false;
const after = await stored();
const pages = await Promise.all(
  dry.artifacts.map(async ({ id: artifact, format }) => [
    format,
    Buffer.from(await client.bytes(routes.getArtifact, { params: { id: artifact } })).toString('base64'),
  ]),
);
await client.call(routes.approvePolicy, { params: { id }, body: { hash: version.hash } });
const real = await run({ as_of: instant });
await daybook.close();
process.stdout.write(JSON.stringify({ noted, before, after, dry, real, pages }));
