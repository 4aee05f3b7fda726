import { existsSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entryIn } from '../../src/service/launchd-text.ts';
import { type Action, createMachine, type Machine } from './service-fixture.ts';

const folderName = `R&D <"it's"> 100%`;
let machine: Machine;
let list: string;

beforeEach(() => {
  machine = createMachine(folderName);
  list = join(machine.home, 'Library', 'LaunchAgents', 'org.daybook.server.plist');
  // It remembers an agent as a file, and forgets it one question later than it is told to.
  machine.addProgram(
    'launchctl',
    `cd '${machine.state}'
case "$1" in
  print)
    [ -e leaving ] && { /bin/rm -f leaving loaded; printf '\\tstate = running\\n'; exit 0; }
    [ -e loaded ] || { echo 'Could not find service' >&2; exit 113; }
    printf 'org.daybook.server = {\\n\\tstate = running\\n}\\n' ;;
  bootstrap)
    [ -e loaded ] && { echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
    : > loaded ;;
  bootout) : > leaving ;;
esac`,
  );
});
afterEach(() => machine.remove());

const daybook = (action: Action, environment = {}, options = {}) =>
  machine.service(action, environment, { platform: 'darwin', ...options });

describe('daybook service, with launchd', () => {
  it('installs an agent that starts with the login', async () => {
    const { exitCode, document, notes } = await daybook('install', {
      DAYBOOK_SMTP_FROM: 'R&D <a@b.example>',
    });
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      installed: true,
      enabled: true,
      running: true,
      units: [list],
      sleep_hook: 'unsupported',
      changed: ['org.daybook.server.plist: new'],
    });
    expect(notes).toContain('jump of the clock');
    expect(machine.takeCalls()).toEqual([
      'launchctl enable gui/501/org.daybook.server',
      `launchctl bootstrap gui/501 ${list}`,
    ]);
    const text = readFileSync(list, 'utf8');
    expect(entryIn(text, 'DAYBOOK_DATA_DIR')).toBe(machine.dataFolder);
    expect(text).toContain('<key>DAYBOOK_SMTP_FROM</key><string>R&amp;D &lt;a@b.example&gt;</string>');
    expect(text).toContain('<key>RunAtLoad</key><true/>');
    expect(text).toContain('<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>');
    expect(text).not.toContain(folderName);
  });

  it('changes nothing the second time', async () => {
    await daybook('install');
    machine.takeCalls();
    expect((await daybook('install')).document).toMatchObject({ changed: [], running: true });
    expect(machine.takeCalls()).toEqual([]);
  });

  it('loads a changed agent again once launchd has forgotten the old one', async () => {
    await daybook('install', { DAYBOOK_PORT: '4999' });
    machine.takeCalls();
    const { exitCode, document } = await daybook('install', { DAYBOOK_PORT: '5000' });
    expect({ exitCode, changed: document.changed }).toEqual({
      exitCode: 0,
      changed: ['org.daybook.server.plist: DAYBOOK_PORT'],
    });
    expect(machine.takeCalls()).toEqual([
      'launchctl bootout gui/501/org.daybook.server',
      'launchctl enable gui/501/org.daybook.server',
      `launchctl bootstrap gui/501 ${list}`,
    ]);
  });

  it('reads the file of secrets where there is one', async () => {
    mkdirSync(machine.dataFolder);
    writeFileSync(join(machine.dataFolder, 'service.env'), 'DAYBOOK_PASSPHRASE=long enough\n', {
      mode: 0o600,
    });
    const { exitCode } = await daybook('install', { DAYBOOK_PASSPHRASE: 'long enough' });
    expect(exitCode).toBe(0);
    expect(readFileSync(list, 'utf8')).toContain('<string>--env-file=');
    expect(readFileSync(list, 'utf8')).not.toContain('long enough');
  });

  it('does not load an agent that lacks the key', async () => {
    const { exitCode, notes } = await daybook('install', { DAYBOOK_PASSPHRASE: 'long enough' });
    expect(exitCode).toBe(1);
    expect(notes).toContain('The service lacks DAYBOOK_PASSPHRASE');
    expect(machine.takeCalls()).toEqual([]);
  });

  it('refuses a path with a line break', async () => {
    const refused = daybook('install', { DAYBOOK_FILE_FOLDER: '/tmp/a\nb' });
    await expect(refused).rejects.toMatchObject({ code: 'usage.invalid' });
    expect(existsSync(list)).toBe(false);
  });

  it('says what launchd said when it refuses', async () => {
    writeFileSync(join(machine.state, 'loaded'), '');
    machine.addProgram(
      'launchctl',
      `[ "$1" = bootstrap ] && { echo 'Bootstrap failed: 5' >&2; exit 5; }; [ "$1" != print ]`,
    );
    const { exitCode, notes } = await daybook('install');
    expect(exitCode).toBe(1);
    expect(notes).toContain('Bootstrap failed: 5');
  });

  it('removes the agent, also twice, and leaves the data folder', async () => {
    await daybook('install');
    machine.takeCalls();
    expect((await daybook('uninstall')).document).toMatchObject({
      installed: false,
      running: false,
      changed: ['org.daybook.server.plist: removed'],
    });
    expect(machine.takeCalls()).toEqual(['launchctl bootout gui/501/org.daybook.server']);
    expect([existsSync(list), existsSync(machine.dataFolder)]).toEqual([false, true]);
    expect((await daybook('uninstall')).exitCode).toBe(0);
    expect(machine.takeCalls()).toEqual([]);
  });

  it('says that nothing is there', async () => {
    const { exitCode, document } = await daybook('status');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ installed: false, units: [], sleep_hook: 'unsupported' });
    rmSync(join(machine.programs, 'launchctl'));
    expect((await daybook('status')).notes).toContain('no launchctl');
  });
});
