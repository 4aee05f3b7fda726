import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../data-folder.ts';
import { keyFilesOf, keySourceOf } from '../database-key.ts';

/** The file with the variables of a service that are secrets; its owner writes it. */
export const secretsFileOf = (dataFolder: string): string => join(dataFolder, 'service.env');

/** What a service has of the secrets it needs. */
export interface ServiceSecrets {
  readonly file: string;
  readonly exists: boolean;
  /** The variable with the key of the database, when the service could not open it, or would make another key. */
  readonly missingKey: 'DAYBOOK_KEY' | 'DAYBOOK_PASSPHRASE' | undefined;
  /** Names of further variables that the service will not have. */
  readonly missing: readonly string[];
  /** Whether others of this machine may read the file. */
  readonly exposed: boolean;
}

/**
 * Compares what a server needs with what the file of secrets names; values are not looked at.
 * @throws {EngineError} `usage.invalid` when `DAYBOOK_KEY` is no key.
 */
export function serviceSecretsOf(
  dataFolder: string,
  environment: Environment,
  leftOut: readonly string[],
): ServiceSecrets {
  const file = secretsFileOf(dataFolder);
  const names = namesIn(file);
  const missingKey =
    names.has('DAYBOOK_KEY') || names.has('DAYBOOK_PASSPHRASE')
      ? undefined
      : neededKey(dataFolder, environment);
  return {
    file,
    exists: existsSync(file),
    missingKey,
    missing: leftOut.filter((name) => !names.has(name) && !keyNames.has(name)),
    exposed: existsSync(file) && (statSync(file).mode & 0o077) !== 0,
  };
}

const keyNames: ReadonlySet<string> = new Set(['DAYBOOK_KEY', 'DAYBOOK_PASSPHRASE']);

function neededKey(dataFolder: string, environment: Environment): ServiceSecrets['missingKey'] {
  const { kind } = keySourceOf(environment);
  if (kind !== 'file') return kind === 'passphrase' ? 'DAYBOOK_PASSPHRASE' : 'DAYBOOK_KEY';
  const files = keyFilesOf(dataFolder);
  if (existsSync(files.key) || !existsSync(files.database)) return undefined;
  return existsSync(files.salt) ? 'DAYBOOK_PASSPHRASE' : 'DAYBOOK_KEY';
}

function namesIn(file: string): ReadonlySet<string> {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return new Set(lines.flatMap((line) => /^\s*(\w+)=\s*\S/.exec(line)?.[1] ?? []));
  } catch {
    return new Set();
  }
}

/** What the person should know about secrets; `restart` is the command that reads the file again. */
export function describeSecrets(secrets: ServiceSecrets, restart: string): readonly string[] {
  const { file, missingKey, missing, exposed } = secrets;
  return [
    ...(missingKey === undefined
      ? []
      : [
          `The service lacks ${missingKey}, which the database needs, and is not started without it; a key is never written into a unit file. Make ${file} with mode 0600 and the line ${missingKey}=…, then run daybook service install again.`,
        ]),
    ...(missing.length === 0
      ? []
      : [
          `The service will not have ${missing.join(', ')}: what may be secret is not written into a unit file. Put such lines into ${file} (mode 0600), then run: ${restart}`,
        ]),
    ...(exposed ? [`Others may read ${file}. Run: chmod 600 '${file}'`] : []),
  ];
}
