const sensitiveEndings: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'passphrase',
  'passwd',
  'password',
  'secret',
  'token',
]);

/** `entity_key` and its like are no secrets; `key` alone, and the key of one of these, is. */
const ownersOfKeys: ReadonlySet<string> = new Set([
  'access',
  'api',
  'database',
  'daybook',
  'encryption',
  'private',
  'secret',
  'signing',
]);

/** Whether a field of that name holds a secret, whatever its value: `smtp_password`, `apiKey`, `Set-Cookie`, `key`. */
export function isSensitiveName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = words.at(-1) ?? '';
  if (sensitiveEndings.has(last) || last === 'apikey') return true;
  return last === 'key' && (words.length === 1 || ownersOfKeys.has(words.at(-2) ?? ''));
}
