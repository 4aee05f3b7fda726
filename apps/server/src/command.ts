import { parseArgs } from 'node:util';
import { EngineError, type Instant, parseInstant } from '@daybook/kernel';
import { nearestName } from '@daybook/policy';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly policyFile: string;
      readonly asOf: Instant | undefined;
      readonly outFolder: string | undefined;
      readonly yes: boolean;
      readonly json: boolean;
    }
  | { readonly kind: 'validate'; readonly policyFile: string; readonly json: boolean }
  | { readonly kind: 'demo'; readonly fresh: boolean; readonly json: boolean };

const commandNames = ['run', 'validate', 'demo'] as const;
const shared = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads the arguments after the program's name.
 * @throws {EngineError} `usage.invalid` saying what is wrong and what to write.
 */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return { kind: 'help' };
  if (name === '--version') return { kind: 'version' };
  if (name === 'run') return parseRun(rest);
  if (name === 'validate') return parseValidate(rest);
  if (name === 'demo') return parseDemo(rest);
  const nearest = nearestName(name, commandNames);
  const advice = nearest === undefined ? 'See daybook --help.' : `Did you mean "${nearest}"?`;
  throw new EngineError('usage.invalid', `There is no command "${name}". ${advice}`);
}

function parseRun(args: readonly string[]): Command {
  const { values, positionals } = readOptions(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...shared, yes: { type: 'boolean' }, out: { type: 'string' }, 'as-of': { type: 'string' } },
    }),
  );
  if (values.help === true) return { kind: 'help' };
  return {
    kind: 'run',
    policyFile: onePolicy('run', positionals),
    asOf: parseAsOf(values['as-of']),
    outFolder: values.out,
    yes: values.yes === true,
    json: values.json === true,
  };
}

function parseValidate(args: readonly string[]): Command {
  const { values, positionals } = readOptions(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: shared }),
  );
  if (values.help === true) return { kind: 'help' };
  return { kind: 'validate', policyFile: onePolicy('validate', positionals), json: values.json === true };
}

/** The one file that a command takes. */
function onePolicy(command: string, [policyFile, surplus]: readonly string[]): string {
  if (policyFile === undefined) {
    throw new EngineError(
      'usage.invalid',
      `daybook ${command} needs the file of a policy: daybook ${command} POLICY.json`,
    );
  }
  if (surplus === undefined) return policyFile;
  throw new EngineError(
    'usage.invalid',
    `daybook ${command} takes one policy; "${surplus}" is one too many.`,
  );
}

function parseDemo(args: readonly string[]): Command {
  const { values } = readOptions(() =>
    parseArgs({ args: [...args], options: { ...shared, fresh: { type: 'boolean' } } }),
  );
  if (values.help === true) return { kind: 'help' };
  return { kind: 'demo', fresh: values.fresh === true, json: values.json === true };
}

function parseAsOf(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  const message = `--as-of needs an instant with its zone, such as 2020-04-17T21:00:00Z; "${text}" is none.`;
  throw new EngineError('usage.invalid', message);
}

/** Node's own messages about options are clear; only their class is not ours. */
function readOptions<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('usage.invalid', `${message.replace(/\.?$/, '.')} See daybook --help.`, { cause });
  }
}
