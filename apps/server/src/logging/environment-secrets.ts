import type { Environment } from '../data-folder.ts';
import { isSensitiveName } from './sensitive-name.ts';

/**
 * The secrets that a process was given in its environment: `DAYBOOK_KEY`, `DAYBOOK_PASSPHRASE`, `DAYBOOK_TOKEN`,
 * `DAYBOOK_<PROVIDER>_API_KEY` and others named like them, and the password within `DAYBOOK_SMTP_URL`.
 */
export function environmentSecrets(environment: Environment): readonly string[] {
  const named = Object.entries(environment)
    .filter(([name]) => name.startsWith('DAYBOOK_') && isSensitiveName(name))
    .map(([, value]) => value ?? '');
  return [...named, ...passwordsIn(environment['DAYBOOK_SMTP_URL'] ?? '')].filter((secret) => secret !== '');
}

/** As it is written and as it is meant; also of a URL that can't be used, which an error may quote. */
function passwordsIn(url: string): readonly string[] {
  const written = /^[^:]*:\/\/[^:/@]*:(.*)@/s.exec(url)?.[1] ?? '';
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
