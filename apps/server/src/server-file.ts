import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isPidAlive } from './engine/process-name.ts';

const serverFile = z.object({
  host: z.string().default('127.0.0.1'),
  port: z.number().int(),
  pid: z.number().int(),
});

/** Where the running server of a data folder is. */
export type ServerFile = z.output<typeof serverFile>;

const pathOf = (dataFolder: string): string => join(dataFolder, 'server.json');

/** Tells the commands of the same data folder where the server is. */
export function writeServerFile(dataFolder: string, server: ServerFile): void {
  const path = pathOf(dataFolder);
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(server)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Takes back what this process wrote; another server's file stays. */
export function removeServerFile(dataFolder: string, pid: number): void {
  if (read(dataFolder)?.pid === pid) rmSync(pathOf(dataFolder), { force: true });
}

/** The server of a data folder whose process lives; a file that a killed server left behind counts for nothing. */
export function findServer(dataFolder: string): ServerFile | undefined {
  const found = read(dataFolder);
  return found !== undefined && isPidAlive(found.pid) ? found : undefined;
}

function read(dataFolder: string): ServerFile | undefined {
  try {
    return serverFile.parse(JSON.parse(readFileSync(pathOf(dataFolder), 'utf8')));
  } catch {
    return undefined;
  }
}
