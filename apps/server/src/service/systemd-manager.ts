import type { RunProgram } from './run-program.ts';

/** The person's own systemd. */
export interface SystemdManager {
  /** Why it can't be asked; `undefined` when it can. Found out once. */
  unreachable(): Promise<string | undefined>;
  stateOf(unit: string): Promise<UnitState>;
  /** Gives back what went wrong, as a sentence; `undefined` when nothing did. */
  tell(...args: readonly string[]): Promise<string | undefined>;
}

/** How a unit is doing. */
export interface UnitState {
  readonly enabled: boolean;
  readonly active: boolean;
  /** Ended with an error, and is not, or not yet, started again. */
  readonly failed: boolean;
}

/** Asks and tells systemd through `systemctl --user`. */
export function createSystemdManager(run: RunProgram): SystemdManager {
  let asked: Promise<string | undefined> | undefined;
  const ask = async () => {
    const { code, stderr } = await run('systemctl', ['--user', 'show', '--property=Version']);
    if (code === 0) return undefined;
    return code === undefined ? 'this machine has no systemctl' : firstLine(stderr, code);
  };
  return {
    unreachable() {
      asked ??= ask();
      return asked;
    },
    async stateOf(unit) {
      const properties = '--property=UnitFileState,ActiveState,SubState';
      const { stdout } = await run('systemctl', ['--user', 'show', unit, properties]);
      const lines = new Set(stdout.split('\n').map((line) => line.trim()));
      return {
        enabled: lines.has('UnitFileState=enabled'),
        active: lines.has('ActiveState=active') || lines.has('ActiveState=reloading'),
        failed: lines.has('ActiveState=failed') || lines.has('SubState=auto-restart'),
      };
    },
    async tell(...args) {
      const { code, stderr } = await run('systemctl', ['--user', ...args]);
      return code === 0
        ? undefined
        : `systemctl --user ${args.join(' ')} failed: ${firstLine(stderr, code ?? 1)}.`;
    },
  };
}

function firstLine(text: string, code: number): string {
  const [line = ''] = text.trim().split('\n');
  return line === '' ? `exit code ${code}` : line.replace(/\.$/, '');
}
