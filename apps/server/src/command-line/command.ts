import { nearestName } from '@daybook/kernel';
import type { Instant } from '@daybook/kernel';

import { type MachineRequest, machineParsers } from '../service/parse-service.ts';
import { parsePort } from '../surroundings.ts';
import {
  invalid,
  none,
  onlyOne,
  parseCount,
  parseMoment,
  read,
  shown,
  wantsHelp,
} from './command-arguments.ts';
import { dataParsers, type DataRequest } from './parse-data.ts';

/** What the command line asks for. */
export type Command =
  | MachineRequest
  | DataRequest
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      /** A file, or the name of a stored policy. */
      readonly policy: string;
      readonly asOf: Instant | undefined;
      readonly outFolder: string | undefined;
      /** Shows what would happen, and changes and sends nothing. */
      readonly dryRun: boolean;
      readonly yes: boolean;
      readonly json: boolean;
    }
  | { readonly kind: 'validate'; readonly policyFile: string; readonly json: boolean }
  | {
      readonly kind: 'next';
      readonly cron: string;
      readonly timezone: string;
      readonly dayMatch: 'any' | 'all' | undefined;
      /** Default: now. */
      readonly from: Instant | undefined;
      readonly count: number;
      readonly json: boolean;
    }
  | {
      readonly kind: 'backfill';
      readonly name: string;
      /** An instant or a date in the policy's zone, as are both ends. */
      readonly from: string;
      readonly until: string;
      readonly yes: boolean;
      readonly json: boolean;
    }
  | { readonly kind: 'schedule'; readonly days: number; readonly json: boolean }
  | { readonly kind: 'demo'; readonly fresh: boolean; readonly json: boolean }
  | {
      readonly kind: 'serve';
      readonly host: string | undefined;
      readonly port: number | undefined;
      readonly json: boolean;
    }
  | { readonly kind: 'mcp'; readonly noStart: boolean }
  | { readonly kind: 'approve'; readonly name: string; readonly json: boolean }
  | {
      readonly kind: 'token-create';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly json: boolean;
    }
  | { readonly kind: 'policies'; readonly name: string | undefined; readonly json: boolean }
  | { readonly kind: 'runs'; readonly id: string | undefined; readonly json: boolean }
  | { readonly kind: 'backup'; readonly file: string; readonly json: boolean }
  | { readonly kind: 'restore'; readonly file: string; readonly yes: boolean; readonly json: boolean }
  | { readonly kind: 'verify'; readonly json: boolean }
  | { readonly kind: 'key'; readonly action: 'show' | 'change'; readonly json: boolean }
  | {
      readonly kind: 'retention';
      readonly days: number;
      readonly keepVersions: number;
      readonly apply: boolean;
      readonly json: boolean;
    };

type Parser = (args: readonly string[]) => Command;

const parsers: Readonly<Record<string, Parser>> = {
  run: parseRun,
  validate: parseValidate,
  next: parseNext,
  schedule: parseSchedule,
  backfill: parseBackfill,
  demo: parseDemo,
  serve: parseServe,
  mcp: parseMcp,
  approve: parseApprove,
  token: parseToken,
  policies: parsePolicies,
  runs: parseRuns,
  backup: parseBackup,
  restore: parseRestore,
  verify: parseVerify,
  key: parseKey,
  retention: parseRetention,
  ...dataParsers,
  ...machineParsers,
};

const shared = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads the arguments after the program's name.
 * @throws {EngineError} `usage.invalid` saying what is wrong and what to write.
 */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return { kind: 'help' };
  if (name === '--version') return { kind: 'version' };
  const parser = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  if (parser !== undefined) return wantsHelp(rest) ? { kind: 'help' } : parser(rest);
  const nearest = nearestName(name, Object.keys(parsers));
  const advice = nearest === undefined ? 'See daybook --help.' : `Did you mean "${nearest}"?`;
  throw invalid(`There is no command "${name}". ${advice}`);
}

function parseRun(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    yes: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    out: { type: 'string' },
    'as-of': { type: 'string' },
  });
  return {
    kind: 'run',
    policy: onlyOne('run POLICY.json|NAME', 'the file or the name of a policy', positionals),
    asOf: parseMoment('--as-of', values['as-of']),
    outFolder: values.out,
    dryRun: values['dry-run'] === true,
    yes: values.yes === true,
    json: values.json === true,
  };
}

function parseValidate(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  const policyFile = onlyOne('validate POLICY.json', 'the file of a policy', positionals);
  return { kind: 'validate', policyFile, json: values.json === true };
}

function parseNext(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    tz: { type: 'string' },
    from: { type: 'string' },
    count: { type: 'string' },
    'day-match': { type: 'string' },
  });
  const form = `next '30 16 * * FRI' --tz America/New_York`;
  const cron = onlyOne(form, 'one cron expression, in quotes', positionals);
  if (values.tz === undefined) throw invalid(`A time zone is needed. Write: daybook ${form}`);
  const dayMatch = values['day-match'];
  if (dayMatch !== undefined && dayMatch !== 'any' && dayMatch !== 'all') {
    throw invalid(`--day-match is "any" or "all"; "${dayMatch}" is neither.`);
  }
  return {
    kind: 'next',
    cron,
    timezone: values.tz,
    dayMatch,
    from: parseMoment('--from', values.from),
    count: parseCount('--count', values.count, { standard: 5, most: 1000 }),
    json: values.json === true,
  };
}

function parseSchedule(args: readonly string[]): Command {
  const { values, positionals } = read(args, { ...shared, days: { type: 'string' } });
  none('schedule', positionals);
  return {
    kind: 'schedule',
    days: parseCount('--days', values.days, { standard: 30, most: 62 }),
    json: values.json === true,
  };
}

function parseBackfill(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    from: { type: 'string' },
    until: { type: 'string' },
    yes: { type: 'boolean' },
  });
  const form = 'backfill NAME --from 2026-01-01 --until 2026-01-31';
  const name = onlyOne(form, 'the name of a policy', positionals);
  const { from, until } = values;
  if (from === undefined || until === undefined)
    throw invalid(`Both ends are needed. Write: daybook ${form}`);
  return { kind: 'backfill', name, from, until, yes: values.yes === true, json: values.json === true };
}

function parseDemo(args: readonly string[]): Command {
  const { values, positionals } = read(args, { ...shared, fresh: { type: 'boolean' } });
  none('demo', positionals);
  return { kind: 'demo', fresh: values.fresh === true, json: values.json === true };
}

function parseServe(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    port: { type: 'string' },
    host: { type: 'string' },
  });
  none('serve', positionals);
  const port = values.port === undefined ? undefined : parsePort(values.port);
  if (values.port !== undefined && port === undefined) {
    throw invalid(`--port must be a port, 1 to 65535; "${values.port}" is none.`);
  }
  return { kind: 'serve', host: values.host, port, json: values.json === true };
}

function parseMcp(args: readonly string[]): Command {
  const { values, positionals } = read(args, { ...shared, 'no-start': { type: 'boolean' } });
  none('mcp', positionals);
  return { kind: 'mcp', noStart: values['no-start'] === true };
}

function parseApprove(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  const name = onlyOne('approve NAME', 'the name of a policy', positionals);
  return { kind: 'approve', name, json: values.json === true };
}

function parseToken(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    scopes: { type: 'string' },
    name: { type: 'string' },
  });
  const form = 'daybook token create --scopes read,author,run [--name NAME]';
  if (positionals.length !== 1 || positionals[0] !== 'create') throw invalid(`Write: ${form}`);
  if (values.scopes === undefined) throw invalid(`A token needs scopes: ${form}`);
  const scopes = values.scopes.split(',').map((scope) => scope.trim());
  return { kind: 'token-create', name: values.name ?? 'agent', scopes, json: values.json === true };
}

function parsePolicies(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  return { kind: 'policies', name: shown('policies', 'NAME', positionals), json: values.json === true };
}

function parseRuns(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  return { kind: 'runs', id: shown('runs', 'ID', positionals), json: values.json === true };
}

function parseBackup(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  const file = onlyOne('backup FILE', 'the file to write', positionals);
  return { kind: 'backup', file, json: values.json === true };
}

function parseRestore(args: readonly string[]): Command {
  const { values, positionals } = read(args, { ...shared, yes: { type: 'boolean' } });
  const file = onlyOne('restore FILE', 'the file of a backup', positionals);
  return { kind: 'restore', file, yes: values.yes === true, json: values.json === true };
}

function parseVerify(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  none('verify', positionals);
  return { kind: 'verify', json: values.json === true };
}

function parseKey(args: readonly string[]): Command {
  const { values, positionals } = read(args, shared);
  const [action, surplus] = positionals;
  if ((action !== 'show' && action !== 'change') || surplus !== undefined) {
    throw invalid('Write: daybook key show, or daybook key change');
  }
  return { kind: 'key', action, json: values.json === true };
}

function parseRetention(args: readonly string[]): Command {
  const { values, positionals } = read(args, {
    ...shared,
    days: { type: 'string' },
    'keep-versions': { type: 'string' },
    apply: { type: 'boolean' },
  });
  none('retention', positionals);
  return {
    kind: 'retention',
    days: parseCount('--days', values.days, { standard: 365, most: 99_999 }),
    keepVersions: parseCount('--keep-versions', values['keep-versions'], { standard: 50, most: 99_999 }),
    apply: values.apply === true,
    json: values.json === true,
  };
}
