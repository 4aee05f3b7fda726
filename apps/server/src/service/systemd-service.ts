import { lstatSync, rmSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { createSystemdManager, type SystemdManager, type UnitState } from './systemd-manager.ts';
import { variableIn } from './systemd-text.ts';
import { serverUnit, sleepUnit, toServerUnit, toSleepUnit } from './systemd-units.ts';
import { type ServicePorts, waitUntil } from './service-ports.ts';
import type { InstalledService, ServiceOutcome, ServiceReport } from './service-report.ts';
import { describeSecrets, secretsFileOf, serviceSecretsOf } from './service-secrets.ts';
import { serviceSettingsOf } from './service-settings.ts';
import { ownUnit, refuseForeignUnit, removeUnit, writeUnit } from './unit-files.ts';

const restart = `systemctl --user restart ${serverUnit} ${sleepUnit}`;
const earlyLog = `journalctl --user -u ${serverUnit}`;
const noGdbus =
  'gdbus is not there, so that the server is not told when the machine sleeps (Debian and Ubuntu: libglib2.0-bin, Fedora: glib2). Install it, then run daybook service install again.';
const lingerAdvice =
  'It runs while you are logged in. To have it run from the start of the machine: loginctl enable-linger';

/** The service as two units of the person's own systemd; nothing needs the rights of an administrator. */
export function createSystemdService(ports: ServicePorts, dataFolder: string): InstalledService {
  const shared = ports.environment['XDG_CONFIG_HOME'];
  const config = shared !== undefined && isAbsolute(shared) ? shared : join(ports.home, '.config');
  const folder = join(config, 'systemd', 'user');
  const place: Place = {
    ports,
    dataFolder,
    folder,
    server: join(folder, serverUnit),
    sleep: join(folder, sleepUnit),
    manager: createSystemdManager(ports.run),
  };
  return {
    install: () => install(place),
    status: () => status(place),
    uninstall: () => uninstall(place),
  };
}

interface Place {
  readonly ports: ServicePorts;
  readonly dataFolder: string;
  readonly manager: SystemdManager;
  /** Of the person's units. */
  readonly folder: string;
  /** The files of the two units. */
  readonly server: string;
  readonly sleep: string;
}

async function install(place: Place): Promise<ServiceOutcome> {
  const { ports, dataFolder, folder, manager } = place;
  const settings = serviceSettingsOf(ports.environment, dataFolder);
  const secrets = serviceSecretsOf(dataFolder, ports.environment, settings.leftOut);
  const choice = { ...ports, folder, dataFolder, settings, secretsFile: secretsFileOf(dataFolder) };
  const withSleep = await hasGdbus(ports);
  const files = [toServerUnit(choice), ...(withSleep ? [toSleepUnit(choice)] : [])];
  for (const { path } of files) refuseForeignUnit(path);
  const written = files.map((file) => ({ unit: basename(file.path), change: writeUnit(file) }));
  const changed = written.flatMap(({ change }) => change ?? []);
  const notes = [...describeSecrets(secrets, restart), ...(withSleep ? [] : [noGdbus]), lingerAdvice];
  const hasKey = secrets.missingKey === undefined;
  const away = await manager.unreachable();
  if (away !== undefined) {
    const units = written.map(({ unit }) => unit).join(' ');
    const advice = `Your systemd does not answer (${away}). Where it does, run: systemctl --user daemon-reload && systemctl --user enable --now ${units}`;
    return { report: await reportOf(place, { changed, notes: [...notes, advice] }), done: hasKey };
  }
  const told = changed.length > 0 ? [await manager.tell('daemon-reload')] : [];
  const started: Started[] = [];
  for (const { unit, change } of hasKey ? written : []) {
    started.push(await startUnit(place, unit, change !== undefined));
  }
  const problems = [...told, ...started.map(({ problem }) => problem)].flatMap((problem) => problem ?? []);
  const remarks = started.flatMap(({ note }) => note ?? []);
  return {
    report: await reportOf(place, { changed, notes: [...problems, ...remarks, ...notes] }),
    done: hasKey && problems.length === 0,
  };
}

async function status(place: Place): Promise<ServiceOutcome> {
  const { manager, ports, server, dataFolder } = place;
  const away = await manager.unreachable();
  const text = ownUnit(server);
  const secrets = serviceSecretsOf(dataFolderIn(text) ?? dataFolder, {}, []);
  const notes = [
    ...(away === undefined ? [] : [`Your systemd does not answer: ${away}.`]),
    ...(text === undefined ? [] : describeSecrets(secrets, restart)),
    ...((await hasGdbus(ports)) ? [] : [noGdbus]),
  ];
  return { report: await reportOf(place, { changed: [], notes }), done: true };
}

async function uninstall(place: Place): Promise<ServiceOutcome> {
  const { manager, folder, server, sleep, dataFolder } = place;
  const own = [sleep, server].filter((path) => ownUnit(path) !== undefined);
  if (own.length === 0) {
    const notes = ['There is no service to remove.'];
    return { report: await reportOf(place, { changed: [], notes }), done: true };
  }
  const reachable = (await manager.unreachable()) === undefined;
  for (const path of reachable ? own : []) {
    const problem = await manager.tell('disable', '--now', basename(path));
    // Without its unit the running server could no longer be stopped by name.
    if (problem !== undefined) {
      return { report: await reportOf(place, { changed: [], notes: [problem] }), done: false };
    }
  }
  const changed = own.flatMap((path) => removeUnit(path) ?? []);
  for (const path of own) removeLink(join(folder, 'default.target.wants', basename(path)));
  const problem = reachable ? await manager.tell('daemon-reload') : undefined;
  const notes = [
    ...(problem === undefined ? [] : [problem]),
    `The data folder stays as it is: ${dataFolder}`,
  ];
  return { report: await reportOf(place, { changed, notes }), done: problem === undefined };
}

async function reportOf(
  { manager, ports, server, sleep, dataFolder }: Place,
  { changed, notes }: Pick<ServiceReport, 'changed' | 'notes'>,
): Promise<ServiceReport> {
  const text = ownUnit(server);
  const units = [server, sleep].filter((path) => ownUnit(path) !== undefined);
  const reachable = (await manager.unreachable()) === undefined;
  const states = reachable
    ? { server: await manager.stateOf(serverUnit), sleep: await manager.stateOf(sleepUnit) }
    : { server: nothing, sleep: nothing };
  const hook = units.includes(sleep) && (await hasGdbus(ports));
  const deaf = hook && states.server.active && !states.sleep.active;
  return {
    installed: text !== undefined,
    enabled: text !== undefined && states.server.enabled,
    running: states.server.active,
    units,
    log: join(dataFolderIn(text) ?? dataFolder, 'logs', 'daybook.log'),
    earlyLog,
    sleepHook: hook ? 'installed' : 'missing',
    changed,
    notes: [
      ...notes,
      ...(states.server.failed ? [`The server ended with an error. See: ${earlyLog}`] : []),
      ...(deaf ? [`${sleepUnit} does not run. See: journalctl --user -u ${sleepUnit}`] : []),
    ],
  };
}

const nothing: UnitState = { enabled: false, active: false, failed: false };

const dataFolderIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : variableIn(text, 'DAYBOOK_DATA_DIR');

async function hasGdbus({ run }: ServicePorts): Promise<boolean> {
  return (await run('gdbus', ['help'])).code !== undefined;
}

interface Started {
  /** What went wrong. */
  readonly problem?: string | undefined;
  /** What is not as one may expect. */
  readonly note?: string;
}

/** Brings a unit to where it should be; one that is there already is left alone. */
async function startUnit(place: Place, unit: string, isChanged: boolean): Promise<Started> {
  const { manager, ports, dataFolder } = place;
  const state = await manager.stateOf(unit);
  if (unit === serverUnit && !state.active && (await ports.answers(dataFolder))) {
    const problem = state.enabled ? undefined : await manager.tell('enable', unit);
    const note = `A server runs already for ${dataFolder}, started otherwise. Stop it, then run daybook service install again.`;
    return { problem, note };
  }
  if (state.enabled && state.active && !isChanged) return {};
  // A unit that failed too often is not started before that is forgotten.
  if (state.failed) await manager.tell('reset-failed', unit);
  const isOn = state.enabled && state.active;
  const problem =
    (isOn ? undefined : await manager.tell('enable', '--now', unit)) ??
    (state.active && isChanged ? await manager.tell('restart', unit) : undefined);
  if (problem !== undefined || unit !== serverUnit) return { problem };
  return { problem: await awaitServer(place) };
}

/** A program that was started may end at once. */
async function awaitServer({ manager, ports, dataFolder }: Place): Promise<string | undefined> {
  let ended = false;
  await waitUntil(ports, ports.startupMs, async () => {
    if (await ports.answers(dataFolder)) return true;
    ended = !(await manager.stateOf(serverUnit)).active;
    return ended;
  });
  return ended ? `The server was started, and ended. See: ${earlyLog}` : undefined;
}

/** Where systemd could not be asked to disable a unit, its link is left. */
function removeLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(path);
}
