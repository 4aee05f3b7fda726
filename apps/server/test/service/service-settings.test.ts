import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { main } from '../../src/main.ts';
import { variableIn } from '../../src/service/systemd-text.ts';
import { addGdbus, addSystemctl, createMachine, type Machine } from './service-fixture.ts';

/** Not on every machine. */
const analyzer = 'systemd-analyze';

let machine: Machine;
afterEach(() => machine.remove());

function newMachine(folderName?: string): Machine {
  machine = createMachine(folderName);
  addSystemctl(machine);
  addGdbus(machine);
  return machine;
}

const unitText = () => readFileSync(machine.unit('daybook.service'), 'utf8');
const unitTexts = () => unitText() + readFileSync(machine.unit('daybook-sleep.service'), 'utf8');

describe('the units of a service', () => {
  it('survive spaces, quotes, percent signs, dollars and brackets in paths', async () => {
    const folderName = `my "own" it's 100%h $HOME \\n [x]*`;
    const { home, dataFolder, service } = newMachine(folderName);
    await service('install');
    const written = unitText();
    expect(variableIn(written, 'DAYBOOK_DATA_DIR')).toBe(dataFolder);
    const parent = home.slice(0, -folderName.length);
    expect(written.split('\n').filter((line) => line.includes(parent))).toEqual([
      `ExecStart="${process.execPath}" "${parent}my \\"own\\" it's 100%%h $$HOME \\\\n [x]*/cli.js" serve`,
      `Environment="DAYBOOK_DATA_DIR=${parent}my \\"own\\" it's 100%%h $HOME \\\\n [x]*/data"`,
      `EnvironmentFile=-${parent}my "own" it's 100%%h $HOME \\\\n \\[x\\]\\*/data/service.env`,
    ]);
    expect((await service('status')).document.log).toBe(join(dataFolder, 'logs', 'daybook.log'));
  });

  it('are accepted by systemd where the machine has it', async () => {
    const { home, programs, service } = newMachine(`a "b" it's 100%h $HOME`);
    writeFileSync(join(home, 'cli.js'), '');
    await service('install', { DAYBOOK_FILE_FOLDER: '/tmp/100% "mine"' });
    const runtime = join(programs, 'runtime');
    mkdirSync(runtime, { mode: 0o700 });
    const paths = ['daybook.service', 'daybook-sleep.service'].map(machine.unit);
    const { error, status, stderr } = spawnSync(analyzer, ['--user', 'verify', ...paths], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], XDG_RUNTIME_DIR: runtime },
    });
    const complaints = stderr
      ?.split('\n')
      .filter((line) => /daybook/.test(line) && !/Unknown key.*Restart/.test(line));
    expect([error === undefined ? { status, complaints } : 'absent']).toEqual([
      error === undefined ? { status: 0, complaints: [] } : 'absent',
    ]);
  });

  it.each(['DAYBOOK_FILE_FOLDER', 'DAYBOOK_SMTP_FROM', 'DAYBOOK_DATA_DIR'])(
    'are not written with a line break in %s',
    async (name) => {
      const { service } = newMachine();
      const value = '/tmp/a\nExecStartPre=/bin/true';
      await expect(service('install', { [name]: value })).rejects.toMatchObject({ code: 'usage.invalid' });
      expect((await service('status')).document.installed).toBe(false);
    },
  );

  it('are not written for a node that systemd cannot start', async () => {
    const { service } = newMachine();
    const refused = service('install', {}, { nodeFile: `/opt/it's/node` });
    await expect(refused).rejects.toMatchObject({ code: 'usage.invalid' });
  });

  it('take absolute paths, and no port that is none', async () => {
    const { service } = newMachine();
    await service('install', { DAYBOOK_FILE_FOLDER: 'exports', NODE_EXTRA_CA_CERTS: 'ca.pem' });
    expect(variableIn(unitText(), 'DAYBOOK_FILE_FOLDER')).toBe(join(process.cwd(), 'exports'));
    expect(variableIn(unitText(), 'NODE_EXTRA_CA_CERTS')).toBe(join(process.cwd(), 'ca.pem'));
    await expect(service('install', { DAYBOOK_PORT: '4310 --host=0' })).rejects.toMatchObject({
      code: 'usage.invalid',
    });
  });
});

describe('the secrets of a service', () => {
  const canary = 'c4naryc4nary';
  const secrets = {
    DAYBOOK_PASSPHRASE: canary,
    DAYBOOK_FMP_API_KEY: canary,
    DAYBOOK_TOKEN: canary,
    DAYBOOK_SMTP_URL: `smtps://me:${canary}@smtp.example.org`,
    DAYBOOK_FMP_BASE_URL: `https://proxy.example.org/?key=${canary}`,
    DAYBOOK_YAHOO_BASE_URL: `https://user:${canary}@proxy.example.org`,
    DAYBOOK_LATER_SETTING: canary,
    UNRELATED_SECRET: canary,
  };

  it.each(['linux', 'darwin'] as const)('never reach a file or an answer on %s', async (platform) => {
    const { home, programs, service } = newMachine();
    const { text, notes } = await service('install', secrets, { platform });
    expect(text + notes).not.toContain(canary);
    const found = spawnSync('grep', ['-rl', canary, home, programs], { encoding: 'utf8' });
    expect({ found: found.stdout, code: found.status }).toEqual({ found: '', code: 1 });
  });

  it.each([
    ['DAYBOOK_SMTP_URL', `smtp:me:${canary}@smtp.example.org`],
    ['DAYBOOK_SMTP_URL', `smtps:///me:${canary}@smtp.example.org`],
    ['DAYBOOK_SMTP_URL', `me:${canary}@smtp.example.org`],
    ['DAYBOOK_SMTP_URL', `smtps://me:p@${canary}@smtp.example.org`],
    ['DAYBOOK_FMP_BASE_URL', `https://${canary}@proxy.example.org`],
    ['DAYBOOK_FMP_BASE_URL', `https://proxy.example.org/#${canary}`],
  ])('are found in %s=%s', async (name, value) => {
    const { service } = newMachine();
    const { notes } = await service('install', { [name]: value });
    expect(notes).toContain(`will not have ${name}:`);
    expect(unitTexts()).not.toContain(canary);
  });

  it('are named, with the file that they belong into', async () => {
    const { dataFolder, service } = newMachine();
    const { notes } = await service('install', secrets);
    expect(notes).toContain(
      'will not have DAYBOOK_FMP_API_KEY, DAYBOOK_FMP_BASE_URL, DAYBOOK_LATER_SETTING, DAYBOOK_SMTP_URL, DAYBOOK_YAHOO_BASE_URL:',
    );
    expect(notes).toContain(join(dataFolder, 'service.env'));
  });

  it('are not missed where that file names them', async () => {
    const { dataFolder, service } = newMachine();
    mkdirSync(dataFolder);
    const file = join(dataFolder, 'service.env');
    writeFileSync(file, `DAYBOOK_PASSPHRASE=${canary}\nDAYBOOK_FMP_API_KEY=${canary}\n`, { mode: 0o600 });
    const environment = { DAYBOOK_PASSPHRASE: canary, DAYBOOK_FMP_API_KEY: canary };
    const { exitCode, notes } = await service('install', environment);
    expect(exitCode).toBe(0);
    expect(notes).not.toMatch(/will not have|lacks|Others may read/);
    expect(unitTexts()).not.toContain(canary);
    chmodSync(file, 0o644);
    expect((await service('install', environment)).notes).toContain('Others may read');
  });

  it('do not include a mail server without a password, or a plain base URL', async () => {
    const { service } = newMachine();
    const smtp = 'smtp://me%40example.org@localhost:2525';
    await service('install', { DAYBOOK_SMTP_URL: smtp, DAYBOOK_YAHOO_BASE_URL: 'http://127.0.0.1:9/v1' });
    expect(variableIn(unitText(), 'DAYBOOK_SMTP_URL')).toBe(smtp);
    expect(variableIn(unitText(), 'DAYBOOK_YAHOO_BASE_URL')).toBe('http://127.0.0.1:9/v1');
  });

  it.each([
    ['DAYBOOK_PASSPHRASE', canary],
    ['DAYBOOK_KEY', '5a'.repeat(32)],
  ])('keep the service from starting without %s', async (name, value) => {
    const { service, takeCalls } = newMachine();
    const { exitCode, notes, document } = await service('install', { [name]: value });
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ installed: true, enabled: false, running: false });
    expect(notes).toContain(`The service lacks ${name}`);
    expect(takeCalls()).toEqual(['systemctl --user daemon-reload']);
  });

  it('are missed also where only the database tells', async () => {
    const { dataFolder, service } = newMachine();
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'daybook.db'), '');
    writeFileSync(join(dataFolder, 'daybook.salt'), '');
    expect((await service('install')).notes).toContain('The service lacks DAYBOOK_PASSPHRASE');
    expect((await service('status')).notes).toContain('The service lacks DAYBOOK_PASSPHRASE');
    writeFileSync(join(dataFolder, 'daybook.key'), '');
    expect(await service('install')).toMatchObject({ exitCode: 0, document: { running: true } });
  });
});

describe('daybook service, anywhere', () => {
  it('ends with 2 on a machine that has neither systemd nor launchd', async () => {
    const { home } = newMachine();
    const printed: string[] = [];
    const exitCode = await main(['service', 'status', '--json'], {
      environment: { DAYBOOK_DATA_DIR: join(home, 'data') },
      platform: 'win32',
      print: (line) => printed.push(line),
      note: () => undefined,
      signal: new AbortController().signal,
    });
    expect(exitCode).toBe(2);
    expect(JSON.parse(printed.join(''))).toMatchObject({
      error: { code: 'usage.invalid', message: expect.stringContaining('WSL 2') },
    });
  });

  it.each(['service', 'service start', 'service install now', 'power', 'power sleep'])(
    'refuses "daybook %s"',
    async (line) => {
      const { home } = newMachine();
      const notes: string[] = [];
      const exitCode = await main(line.split(' '), {
        environment: { DAYBOOK_DATA_DIR: join(home, 'data') },
        platform: 'linux',
        print: () => undefined,
        note: (told) => notes.push(told),
        signal: new AbortController().signal,
      });
      expect({ exitCode, note: notes.join('') }).toEqual({
        exitCode: 2,
        note: expect.stringContaining('Write: '),
      });
    },
  );
});
