import { resolve } from 'node:path';
import { EngineError } from '@daybook/kernel';
import type { Environment } from '../data-folder.ts';
import { parsePort } from '../surroundings.ts';

/** What of an environment may stand in a file that says how a service is started. */
export interface ServiceSettings {
  /** Variables and their values, by name; paths are absolute. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** Names of the others that a server may need: secrets, and what may be one. */
  readonly leftOut: readonly string[];
}

const folders: ReadonlySet<string> = new Set(['DAYBOOK_FILE_FOLDER', 'NODE_EXTRA_CA_CERTS']);
const plain: ReadonlySet<string> = new Set(['DAYBOOK_PORT', 'DAYBOOK_LOG_LEVEL', 'DAYBOOK_SMTP_FROM']);
const urls = /^DAYBOOK_(?:SMTP_URL|[A-Z0-9_]+_BASE_URL)$/;

/** Those of the agent's program and of the data folder, which is given by its path. */
const ofNoUse: ReadonlySet<string> = new Set(['DAYBOOK_DATA_DIR', 'DAYBOOK_TOKEN', 'DAYBOOK_URL']);

/**
 * Divides an environment. A variable that is not known to be harmless stays out.
 * @throws {EngineError} `usage.invalid` for a port that is none.
 */
export function serviceSettingsOf(environment: Environment, dataFolder: string): ServiceSettings {
  const given = Object.entries(environment)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]))
    .filter(([name]) => name.startsWith('DAYBOOK_') || name === 'NODE_EXTRA_CA_CERTS')
    .filter(([name]) => !ofNoUse.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const port = environment['DAYBOOK_PORT'] ?? '';
  if (port !== '' && parsePort(port) === undefined) {
    throw new EngineError('usage.invalid', `DAYBOOK_PORT must be a port, 1 to 65535; "${port}" is none.`);
  }
  return {
    variables: [
      ['DAYBOOK_DATA_DIR', dataFolder],
      ...given
        .filter(([name, value]) => isHarmless(name, value))
        .map(([name, value]) => [name, folders.has(name) ? resolve(value) : value] as const),
    ],
    leftOut: given.filter(([name, value]) => !isHarmless(name, value)).map(([name]) => name),
  };
}

function isHarmless(name: string, value: string): boolean {
  if (urls.test(name)) return holdsNoSecret(name, value);
  return folders.has(name) || plain.has(name);
}

/** A password can stand before the host, a token alone there too, and a key behind the question mark. */
function holdsNoSecret(name: string, text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { host, username, password, search, hash } = new URL(text);
  // Without a host nothing is taken apart: all may stand in the path.
  if (host === '' || password !== '' || search !== '' || hash !== '') return false;
  return username === '' || name === 'DAYBOOK_SMTP_URL';
}
