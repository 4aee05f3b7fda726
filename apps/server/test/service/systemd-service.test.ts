import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addGdbus, addSystemctl, createMachine, type Machine } from './service-fixture.ts';

let machine: Machine;

beforeEach(() => {
  machine = createMachine();
  addSystemctl(machine);
  addGdbus(machine);
});
afterEach(() => machine.remove());

const mark = (name: string) => writeFileSync(join(machine.state, name), '');
const units = () => ['daybook.service', 'daybook-sleep.service'].map((name) => machine.unit(name));

describe('daybook service install, with systemd', () => {
  it('writes both units and starts them', async () => {
    const { exitCode, document } = await machine.service('install', { DAYBOOK_PORT: '4999' });
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      installed: true,
      enabled: true,
      running: true,
      units: units(),
      sleep_hook: 'installed',
      changed: ['daybook.service: new', 'daybook-sleep.service: new'],
    });
    expect(machine.takeCalls()).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable --now daybook.service',
      'systemctl --user enable --now daybook-sleep.service',
    ]);
    const lines = readFileSync(machine.unit('daybook.service'), 'utf8').split('\n');
    expect(lines).toContain(`ExecStart="${process.execPath}" "${join(machine.home, 'cli.js')}" serve`);
    expect(lines).toContain(`Environment="DAYBOOK_DATA_DIR=${machine.dataFolder}"`);
    expect(lines).toContain('Environment="DAYBOOK_PORT=4999"');
    expect(lines).toContain(`EnvironmentFile=-${machine.dataFolder}/service.env`);
    expect(lines).toContain('WantedBy=default.target');
    const sleep = readFileSync(machine.unit('daybook-sleep.service'), 'utf8').split('\n');
    expect(sleep).toContain(`ExecStart="${process.execPath}" "${join(machine.home, 'cli.js')}" power watch`);
  });

  it('keeps the sign-in link out of the journal', async () => {
    await machine.service('install');
    expect(readFileSync(machine.unit('daybook.service'), 'utf8')).toContain('\nStandardOutput=null\n');
  });

  it('changes nothing the second time, and says so', async () => {
    await machine.service('install');
    machine.takeCalls();
    const before = units().map((path) => statSync(path).mtimeMs);
    const again = await machine.service('install');
    expect(again).toMatchObject({ exitCode: 0, document: { changed: [], running: true } });
    expect(machine.takeCalls()).toEqual([]);
    expect(units().map((path) => statSync(path).mtimeMs)).toEqual(before);
    const told = await machine.service('install', {}, { json: false });
    expect(told.text).toContain('Nothing was to be changed.');
  });

  it('restarts the server when its settings changed, and names them', async () => {
    await machine.service('install', { DAYBOOK_PORT: '4999', DAYBOOK_LOG_LEVEL: 'info' });
    machine.takeCalls();
    const again = await machine.service('install', { DAYBOOK_PORT: '5000' });
    expect(again.document.changed).toEqual(['daybook.service: DAYBOOK_LOG_LEVEL, DAYBOOK_PORT']);
    expect(machine.takeCalls()).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user restart daybook.service',
    ]);
  });

  it('starts again what somebody stopped', async () => {
    await machine.service('install');
    rmSync(join(machine.state, 'daybook.service.active'));
    machine.takeCalls();
    const { document } = await machine.service('install');
    expect(document).toMatchObject({ running: true, changed: [] });
    expect(machine.takeCalls()).toEqual(['systemctl --user enable --now daybook.service']);
  });

  it('forgets earlier failures before it starts the server again', async () => {
    mark('daybook.service.failed');
    await machine.service('install');
    expect(machine.takeCalls().slice(1, 3)).toEqual([
      'systemctl --user reset-failed daybook.service',
      'systemctl --user enable --now daybook.service',
    ]);
  });

  it('ends with 1 when the server ends at once', async () => {
    mark('ending');
    const { exitCode, notes } = await machine.service('install');
    expect(exitCode).toBe(1);
    expect(notes).toContain('journalctl --user -u daybook.service');
  });

  it('ends with 1 and the words of systemd when it refuses', async () => {
    mark('refusing');
    const { exitCode, notes } = await machine.service('install');
    expect(exitCode).toBe(1);
    expect(notes).toContain('enable --now daybook.service failed: Job failed.');
  });

  it('does not start a second server beside one that was started otherwise', async () => {
    const { exitCode, notes, document } = await machine.service('install', {}, { served: true });
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ enabled: true, running: false });
    expect(machine.takeCalls()).toContain('systemctl --user enable daybook.service');
    expect(notes).toContain('A server runs already');
  });

  it('writes the units where systemd does not answer, and says what to run', async () => {
    mark('broken');
    const { exitCode, notes, document } = await machine.service('install');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ installed: true, enabled: false, running: false, units: units() });
    expect(notes).toContain('No medium found');
    expect(notes).toContain('systemctl --user enable --now daybook.service daybook-sleep.service');
    expect(machine.takeCalls()).toEqual([]);
  });

  it('does the same where there is no systemctl at all', async () => {
    machine.removeProgram('systemctl');
    const { exitCode, notes, document } = await machine.service('install');
    expect({ exitCode, installed: document.installed }).toEqual({ exitCode: 0, installed: true });
    expect(notes).toContain('this machine has no systemctl');
  });

  it('leaves the sleep hook out without gdbus, and says what to install', async () => {
    machine.removeProgram('gdbus');
    const { exitCode, notes, document } = await machine.service('install');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ sleep_hook: 'missing', units: [machine.unit('daybook.service')] });
    expect(notes).toContain('libglib2.0-bin');
  });

  it('writes below XDG_CONFIG_HOME where it is set', async () => {
    const config = join(machine.home, 'settings');
    const { document } = await machine.service('install', { XDG_CONFIG_HOME: config });
    expect(document.units[0]).toBe(join(config, 'systemd', 'user', 'daybook.service'));
    expect(existsSync(join(machine.home, '.config'))).toBe(false);
  });

  it('leaves a unit alone that somebody else wrote', async () => {
    mkdirSync(dirname(machine.unit('x')), { recursive: true });
    writeFileSync(machine.unit('daybook.service'), '[Service]\nExecStart=/bin/true\n');
    await expect(machine.service('install')).rejects.toMatchObject({ code: 'usage.invalid' });
    expect((await machine.service('uninstall')).exitCode).toBe(0);
    expect(readFileSync(machine.unit('daybook.service'), 'utf8')).toContain('/bin/true');
  });
});

describe('daybook service status, with systemd', () => {
  it('says that nothing is there', async () => {
    const { exitCode, document } = await machine.service('status');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      installed: false,
      enabled: false,
      running: false,
      units: [],
      sleep_hook: 'missing',
    });
    expect(machine.takeCalls()).toEqual([]);
  });

  it('shows the log of the folder that was installed, not of this environment', async () => {
    await machine.service('install');
    const { document } = await machine.service('status', { DAYBOOK_DATA_DIR: '/elsewhere' });
    expect(document).toMatchObject({
      installed: true,
      enabled: true,
      running: true,
      log: join(machine.dataFolder, 'logs', 'daybook.log'),
      sleep_hook: 'installed',
    });
  });

  it('says that the server ended with an error', async () => {
    mark('ending');
    await machine.service('install');
    mark('daybook.service.failed');
    const { document, notes } = await machine.service('status');
    expect(document.running).toBe(false);
    expect(notes).toContain('The server ended with an error');
  });

  it('says that gdbus has gone', async () => {
    await machine.service('install');
    machine.removeProgram('gdbus');
    const { document, notes } = await machine.service('status');
    expect(document.sleep_hook).toBe('missing');
    expect(notes).toContain('gdbus is not there');
  });
});

describe('daybook service uninstall, with systemd', () => {
  it('stops the service and removes its two files, and nothing else', async () => {
    await machine.service('install');
    mkdirSync(machine.dataFolder);
    writeFileSync(join(machine.dataFolder, 'service.env'), 'DAYBOOK_KEY=x\n');
    writeFileSync(machine.unit('other.service'), '[Unit]\n');
    machine.takeCalls();
    const { exitCode, document } = await machine.service('uninstall');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      installed: false,
      running: false,
      units: [],
      changed: ['daybook-sleep.service: removed', 'daybook.service: removed'],
    });
    expect(machine.takeCalls()).toEqual([
      'systemctl --user disable --now daybook-sleep.service',
      'systemctl --user disable --now daybook.service',
      'systemctl --user daemon-reload',
    ]);
    expect(units().filter((path) => existsSync(path))).toEqual([]);
    expect(existsSync(machine.unit('other.service'))).toBe(true);
    expect(existsSync(join(machine.dataFolder, 'service.env'))).toBe(true);
  });

  it('is fine the second time', async () => {
    await machine.service('install');
    await machine.service('uninstall');
    machine.takeCalls();
    const again = await machine.service('uninstall');
    expect(again).toMatchObject({ exitCode: 0, document: { changed: [] } });
    expect(machine.takeCalls()).toEqual([]);
  });

  it('keeps the units when the server could not be stopped', async () => {
    await machine.service('install');
    mark('refusing');
    const { exitCode, document } = await machine.service('uninstall');
    expect(exitCode).toBe(1);
    expect(document.units).toEqual(units());
  });

  it('removes the links of its units where systemd does not answer', async () => {
    await machine.service('install');
    mark('broken');
    const link = join(dirname(machine.unit('x')), 'default.target.wants', 'daybook.service');
    mkdirSync(dirname(link));
    symlinkSync(machine.unit('daybook.service'), link);
    expect((await machine.service('uninstall')).exitCode).toBe(0);
    expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
    expect(units().filter((path) => existsSync(path))).toEqual([]);
  });
});
