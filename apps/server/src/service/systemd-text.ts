import { EngineError } from '@daybook/kernel';
import { onOneLine } from './plain-text.ts';
import { unitMark } from './unit-files.ts';

/** How the command line is started. */
export interface Program {
  /** Absolute. */
  readonly nodeFile: string;
  /** Absolute. */
  readonly cliFile: string;
}

/** What a unit of the person's own service manager is made of. */
export interface UnitParts extends Program {
  readonly description: string;
  readonly args: readonly string[];
  readonly variables: readonly (readonly [name: string, value: string])[];
  readonly secretsFile: string;
  /** Lines below `[Unit]` and `[Service]` that only this unit has. */
  readonly unitLines: readonly string[];
  readonly serviceLines: readonly string[];
}

/**
 * A unit as systemd reads it. Only such hardening as needs no namespaces: a person's manager may lack the right to make
 * them, and the server would not start. V8 writes code, so that memory must stay executable.
 * @throws {EngineError} `usage.invalid` for a path that can't stand in a unit.
 */
export function toUnitText(parts: UnitParts): string {
  const { nodeFile, cliFile, args, variables, secretsFile, description, unitLines, serviceLines } = parts;
  return [
    `# ${unitMark}, and again when the settings change. For changes of your own: systemctl --user edit`,
    '[Unit]',
    `Description=${description}`,
    ...unitLines,
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${[quoteProgram(nodeFile), quoteArgument(cliFile), ...args].join(' ')}`,
    ...variables.map(([name, value]) => `Environment="${escape(onOneLine(`${name}=${value}`, name))}"`),
    `EnvironmentFile=-${escapePattern(onOneLine(secretsFile, 'The path of the data folder'))}`,
    'UMask=0077',
    // The link that signs in goes to standard output, and more people may read the journal than the data folder.
    'StandardOutput=null',
    'StandardError=journal',
    ...serviceLines,
    'NoNewPrivileges=yes',
    'LockPersonality=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    'SystemCallArchitectures=native',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** The value of a variable in a unit of {@link toUnitText}. */
export function variableIn(text: string, name: string): string | undefined {
  const start = `Environment="${name}=`;
  const line = text.split('\n').find((candidate) => candidate.startsWith(start) && candidate.endsWith('"'));
  return line?.slice(start.length, -1).replaceAll('%%', '%').replace(/\\(.)/g, '$1');
}

/** Within double quotes; a percent sign alone would be replaced by something of the machine. */
function escape(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%');
}

/** A dollar sign alone would be replaced by a variable. */
function quoteArgument(text: string): string {
  return `"${escape(onOneLine(text, "The path of Daybook's program")).replaceAll('$', () => '$$')}"`;
}

/** In the name of the program no variables are replaced, and systemd refuses some characters. */
function quoteProgram(path: string): string {
  const text = onOneLine(path, 'The path of node');
  if (!/["'\\]/.test(text)) return `"${escape(text)}"`;
  throw new EngineError('usage.invalid', `systemd can't start ${text}: the path has a quote or a backslash.`);
}

/** No quotes here: the line is one pattern of file names. */
function escapePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&').replaceAll('%', '%%');
}
