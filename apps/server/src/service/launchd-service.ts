import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { entryIn, launchdErrorLog, launchdLabel, toPropertyList } from './launchd-text.ts';
import { type ServicePorts, waitUntil } from './service-ports.ts';
import type { InstalledService, ServiceOutcome, ServiceReport } from './service-report.ts';
import { describeSecrets, serviceSecretsOf } from './service-secrets.ts';
import { serviceSettingsOf } from './service-settings.ts';
import { ownUnit, refuseForeignUnit, removeUnit, writeUnit } from './unit-files.ts';

const sleepNote =
  'On macOS nobody tells the server that the machine sleeps: it notices by the jump of the clock, and settles what was due.';

/** How long launchd may take to end a server, in milliseconds. */
const stopMs = 35_000;

/** The service as an agent of launchd. */
export function createLaunchdService(ports: ServicePorts, dataFolder: string): InstalledService {
  const place: Place = {
    ports,
    dataFolder,
    path: join(ports.home, 'Library', 'LaunchAgents', `${launchdLabel}.plist`),
    domain: `gui/${ports.userId}`,
    target: `gui/${ports.userId}/${launchdLabel}`,
  };
  return {
    install: () => install(place),
    status: async () => ({ report: await reportOf(place, { changed: [], notes: [sleepNote] }), done: true }),
    uninstall: () => uninstall(place),
  };
}

interface Place {
  readonly ports: ServicePorts;
  readonly dataFolder: string;
  /** Of the property list. */
  readonly path: string;
  /** How launchd calls the person's session, and the agent in it. */
  readonly domain: string;
  readonly target: string;
}

async function install(place: Place): Promise<ServiceOutcome> {
  const { ports, dataFolder, path, domain } = place;
  const settings = serviceSettingsOf(ports.environment, dataFolder);
  const secrets = serviceSecretsOf(dataFolder, ports.environment, settings.leftOut);
  const { variables } = settings;
  const secretsFile = secrets.exists ? secrets.file : undefined;
  const text = toPropertyList({ ...ports, dataFolder, variables, secretsFile });
  refuseForeignUnit(path);
  // launchd opens the log in it before the server runs.
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const change = writeUnit({ path, text });
  const changed = change === undefined ? [] : [change];
  const again = `daybook service uninstall && daybook service install`;
  const notes = [...describeSecrets(secrets, again), sleepNote];
  const hasKey = secrets.missingKey === undefined;
  const before = await look(place);
  if (before.absent) {
    const advice = `Log in again, or run: launchctl bootstrap ${domain} '${path}'`;
    return { report: await reportOf(place, { changed, notes: [...notes, advice] }), done: hasKey };
  }
  if (!hasKey || (before.loaded && change === undefined)) {
    return { report: await reportOf(place, { changed, notes }), done: hasKey };
  }
  const { problems, remarks } = await load(place, before);
  return {
    report: await reportOf(place, { changed, notes: [...problems, ...remarks, ...notes] }),
    done: problems.length === 0,
  };
}

/** Has launchd read the list, also anew. */
async function load(place: Place, before: Seen) {
  const { ports, dataFolder, path, domain, target } = place;
  const foreign = !before.running && (await ports.answers(dataFolder));
  const left = before.loaded ? await unload(place) : [];
  if (left.length > 0) return { problems: left, remarks: [] };
  // It may have been disabled by hand once.
  await tell(place, 'enable', target);
  const problems = await tell(place, 'bootstrap', domain, path);
  if (foreign) {
    const note = `A server runs already for ${dataFolder}, started otherwise. Stop it, then run: launchctl kickstart ${target}`;
    return { problems, remarks: [note] };
  }
  if (problems.length === 0) await waitUntil(ports, ports.startupMs, () => ports.answers(dataFolder));
  return { problems, remarks: [] };
}

async function uninstall(place: Place): Promise<ServiceOutcome> {
  const { path, dataFolder } = place;
  if (ownUnit(path) === undefined) {
    const notes = ['There is no service to remove.'];
    return { report: await reportOf(place, { changed: [], notes }), done: true };
  }
  const problems = (await look(place)).loaded ? await unload(place) : [];
  if (problems.length > 0) {
    return { report: await reportOf(place, { changed: [], notes: problems }), done: false };
  }
  const change = removeUnit(path);
  const changed = change === undefined ? [] : [change];
  const notes = [`The data folder stays as it is: ${dataFolder}`];
  return { report: await reportOf(place, { changed, notes }), done: true };
}

/** launchd takes a while to end an agent, and refuses to load it in the meantime. */
async function unload(place: Place): Promise<readonly string[]> {
  const problems = await tell(place, 'bootout', place.target);
  const gone = await waitUntil(place.ports, stopMs, async () => !(await look(place)).loaded);
  return gone ? [] : [...problems, `launchd has not ended ${launchdLabel} yet; try again in a moment.`];
}

interface Seen {
  /** Whether the machine lacks launchctl. */
  readonly absent: boolean;
  readonly loaded: boolean;
  readonly running: boolean;
}

async function look({ ports, target }: Place): Promise<Seen> {
  const { code, stdout } = await ports.run('launchctl', ['print', target]);
  const running = code === 0 && /^\s*state = running$/m.test(stdout);
  return { absent: code === undefined, loaded: code === 0, running };
}

/** Gives back what went wrong. */
async function tell({ ports }: Place, ...args: readonly string[]): Promise<readonly string[]> {
  const { code, stderr } = await ports.run('launchctl', args);
  const [line = ''] = stderr.trim().split('\n');
  if (code === 0) return [];
  return [`launchctl ${args.join(' ')} failed: ${line === '' ? `exit code ${code}` : line}`];
}

async function reportOf(
  place: Place,
  { changed, notes }: Pick<ServiceReport, 'changed' | 'notes'>,
): Promise<ServiceReport> {
  const { path, dataFolder } = place;
  const list = ownUnit(path);
  const { absent, loaded, running } = await look(place);
  const data = (list === undefined ? undefined : entryIn(list, 'DAYBOOK_DATA_DIR')) ?? dataFolder;
  return {
    installed: list !== undefined,
    enabled: list !== undefined && loaded,
    running,
    units: list === undefined ? [] : [path],
    log: join(data, 'logs', 'daybook.log'),
    earlyLog: `tail '${launchdErrorLog(data)}'`,
    sleepHook: 'unsupported',
    changed,
    notes: [...notes, ...(absent ? ['This machine has no launchctl.'] : [])],
  };
}
