import type { Readable, Writable } from 'node:stream';
import { createClient } from '@daybook/api-contract';
import { serveOnStdio } from '@daybook/mcp-tools';
import { DEFAULT_ADDRESS, parseServerAddress } from './server-address.ts';

/** What the program takes from its process. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Writes a line to standard error. */
  readonly note: (line: string) => void;
  /** Aborted when the process shall end. */
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
  readonly version: string;
}

/**
 * Serves MCP on standard input and output until the input ends or the signal is aborted.
 * @returns the exit code: 0, or 2 when `DAYBOOK_URL` or `DAYBOOK_TOKEN` cannot be used.
 */
export async function main(surroundings: Surroundings): Promise<0 | 2> {
  const { environment, stdin, stdout, note, signal, fetch, version } = surroundings;
  const address = parseServerAddress(environment['DAYBOOK_URL'] || DEFAULT_ADDRESS);
  if (address.kind === 'refused') {
    note(`daybook-mcp: DAYBOOK_URL cannot be used: ${address.reason}. Default: ${DEFAULT_ADDRESS}`);
    return 2;
  }
  const token = environment['DAYBOOK_TOKEN'] ?? '';
  const tokenFault = findTokenFault(token);
  if (tokenFault !== undefined) {
    note(
      `daybook-mcp: DAYBOOK_TOKEN ${tokenFault}. Make one with: daybook token create --scopes read,author,run`,
    );
    return 2;
  }
  const { baseUrl } = address;
  note(`daybook-mcp ${version}: serving MCP over ${baseUrl}; ends when its standard input does.`);
  await serveOnStdio({
    client: createClient({ baseUrl, token, fetch }),
    version,
    stdin,
    stdout,
    signal,
    note,
  });
  return 0;
}

function findTokenFault(token: string): string | undefined {
  if (token === '') return 'is not set';
  // Anything else cannot stand in a header, and the failure would print the token.
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds spaces or other characters that no token has';
}
