import { parseArgs, type ParseArgsConfig } from 'node:util';
import { EngineError, type Instant, parseInstant } from '@daybook/kernel';

/** A whole number from 1 to `most`, or `standard` where none is given. */
export function parseCount(
  option: string,
  text: string | undefined,
  { standard, most }: { readonly standard: number; readonly most: number },
): number {
  if (text === undefined) return standard;
  const count = Number(text);
  if (/^\d{1,5}$/.test(text) && count >= 1 && count <= most) return count;
  throw invalid(`${option} must be a whole number from 1 to ${most}; "${text}" is none.`);
}

/** `LIST`, or `LIST show THING`. */
export function shown(command: string, thing: string, positionals: readonly string[]): string | undefined {
  const [verb, value, surplus] = positionals;
  if (verb === undefined || (verb === 'list' && value === undefined)) return undefined;
  if (verb === 'show' && value !== undefined && surplus === undefined) return value;
  throw invalid(`Write: daybook ${command}, or daybook ${command} show ${thing}`);
}

/** The one thing that a command takes. */
export function onlyOne(form: string, what: string, [value, surplus]: readonly string[]): string {
  const [command = ''] = form.split(' ');
  if (value === undefined) throw invalid(`daybook ${command} needs ${what}: daybook ${form}`);
  if (surplus === undefined) return value;
  throw invalid(`daybook ${command} takes nothing beside ${what}; "${surplus}" is one too many.`);
}

export function none(command: string, [surplus]: readonly string[]): void {
  if (surplus !== undefined) throw invalid(`daybook ${command} takes no "${surplus}". See daybook --help.`);
}

/** An instant, where one is given. */
export function parseMoment(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw invalid(`${option} needs an instant with its zone, such as 2020-04-17T21:00:00Z; "${text}" is none.`);
}

/** Everything after `--` is no option, also when it looks like one. */
export function wantsHelp(args: readonly string[]): boolean {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  return options.includes('--help') || options.includes('-h');
}

/** Node's own messages about options are clear; only their class is not ours. */
export function read<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Options }>> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('usage.invalid', `${message.replace(/\.?$/, '.')} See daybook --help.`, { cause });
  }
}

export function invalid(message: string): EngineError {
  return new EngineError('usage.invalid', message);
}
