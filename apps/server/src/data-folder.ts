import { realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that holds the database and all that belongs to it; `DAYBOOK_DATA_DIR`, else where the platform keeps data. */
export function dataFolder(environment: Environment, platform: NodeJS.Platform): string {
  const chosen = environment['DAYBOOK_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Daybook');
  const shared = environment['XDG_DATA_HOME'];
  return join(shared !== undefined && isAbsolute(shared) ? shared : join(home, '.local', 'share'), 'daybook');
}

/** Whether a folder, existing or not, lies within the system's temporary folder, links followed. */
export function isTemporary(folder: string): boolean {
  const inside = relative(realPath(tmpdir()), realPath(resolve(folder)));
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside);
}

/** The real path of a folder, or, where it does not exist yet, of its nearest parent that does. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const parent = dirname(folder);
    return parent === folder ? folder : join(realPath(parent), basename(folder));
  }
}
