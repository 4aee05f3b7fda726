import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceCommand } from '../../src/commands/service.ts';
import type { Terminal } from '../../src/command-line/terminal.ts';
import { createRunProgram } from '../../src/service/run-program.ts';
import { temporaryFolder } from '../terminal-fixture.ts';

/** What `daybook service … --json` prints. */
export interface ServiceDocument {
  readonly installed: boolean;
  readonly enabled: boolean;
  readonly running: boolean;
  readonly units: readonly string[];
  readonly log: string;
  readonly sleep_hook: string;
  readonly changed: readonly string[];
  readonly notes: readonly string[];
}

export type Action = 'install' | 'status' | 'uninstall';

/** A home folder of its own, with programs that stand for those of the machine. */
export function createMachine(folderName = 'home') {
  const temporary = temporaryFolder();
  const home = join(temporary.path, folderName);
  const programs = join(temporary.path, 'programs');
  const state = join(temporary.path, 'state');
  const callsFile = join(temporary.path, 'calls');
  for (const folder of [home, programs, state]) mkdirSync(folder, { recursive: true });
  const dataFolder = join(home, 'data');

  /** `sh` is the text of the program, without its first line; each call is written down. */
  function addProgram(name: string, sh: string): void {
    const path = join(programs, name);
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> '${callsFile}'\n${sh}\n`);
    chmodSync(path, 0o755);
  }

  return {
    home,
    programs,
    dataFolder,
    state,
    addProgram,
    unit: (name: string) => join(home, '.config', 'systemd', 'user', name),
    removeProgram: (name: string) => rmSync(join(programs, name)),
    remove: () => temporary.remove(),
    /** What was called since the last time, without the mere questions. */
    takeCalls(): readonly string[] {
      if (!existsSync(callsFile)) return [];
      const lines = readFileSync(callsFile, 'utf8').trimEnd().split('\n');
      rmSync(callsFile);
      return lines.filter((line) => !/ show |^gdbus help|^launchctl print/.test(line));
    },
    async service(
      action: Action,
      environment: Readonly<Record<string, string>> = {},
      options: {
        readonly platform?: NodeJS.Platform;
        readonly json?: boolean;
        readonly served?: boolean;
        readonly nodeFile?: string;
        readonly cliFile?: string;
      } = {},
    ) {
      const { platform = 'linux', json = true, served = false, ...program } = options;
      const stdout: string[] = [];
      const stderr: string[] = [];
      const given = { PATH: programs, DAYBOOK_DATA_DIR: dataFolder, ...environment };
      const terminal: Terminal = {
        environment: given,
        platform,
        print: (line) => stdout.push(line),
        note: (line) => stderr.push(line),
        signal: new AbortController().signal,
      };
      const exitCode = await serviceCommand({ kind: 'service', action, json }, terminal, {
        environment: given,
        home,
        userId: 501,
        nodeFile: process.execPath,
        cliFile: join(home, 'cli.js'),
        run: createRunProgram(given),
        answers: async () => served,
        pause: async () => undefined,
        startupMs: 0,
        ...program,
      });
      const text = stdout.join('\n');
      const document = (json ? JSON.parse(text) : {}) as ServiceDocument;
      return { exitCode, text, notes: json ? document.notes.join('\n') : stderr.join('\n'), document };
    },
  };
}

export type Machine = ReturnType<typeof createMachine>;

/** A systemctl that remembers what is enabled and active, as files. */
export function addSystemctl({ addProgram, state }: Machine): void {
  addProgram(
    'systemctl',
    `cd '${state}'
shift
verb="$1"; shift
[ "$1" = --now ] && { now=yes; shift; }
case "$verb" in
  show)
    [ -e broken ] && { echo 'Failed to connect to bus: No medium found' >&2; exit 1; }
    [ -e "$1.enabled" ] && echo UnitFileState=enabled || echo UnitFileState=
    if [ -e "$1.active" ]; then echo ActiveState=active
    elif [ -e "$1.failed" ]; then echo ActiveState=failed
    else echo ActiveState=inactive; fi ;;
  enable)
    [ -e refusing ] && { echo 'Job failed.' >&2; exit 1; }
    : > "$1.enabled"
    [ -n "$now" ] && [ ! -e ending ] && : > "$1.active"
    exit 0 ;;
  disable)
    [ -e refusing ] && { echo 'Job failed.' >&2; exit 1; }
    /bin/rm -f "$1.enabled" "$1.active" ;;
  reset-failed) /bin/rm -f "$1.failed" ;;
esac`,
  );
}

/** A gdbus that is there, and tells nothing. */
export function addGdbus({ addProgram }: Machine): void {
  addProgram('gdbus', 'exit 0');
}
