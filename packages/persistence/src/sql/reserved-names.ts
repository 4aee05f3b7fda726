/** Tables of the engine itself, those of later releases included, so that a policy valid today stays valid. */
const internalNames = new Set([
  'policies',
  'policy_versions',
  'approvals',
  'pipeline_runs',
  'pipeline_steps',
  'pipeline_state',
  'fetch_cache',
  'payloads',
  'payload_origins',
  'quarantine',
  'reports',
  'report_versions',
  'report_delivery',
  'artifacts',
  'schedules',
  'slots',
  'quotas',
  'settings',
  'tokens',
  'audit_log',
  'provider_order',
  'schema_migrations',
  // A result row is an object, and a column of this name would vanish from it.
  '__proto__',
]);

const internalPrefixes = ['sqlite_', 'sqlcipher_', 'pragma_', 'cipher_', 'daybook_'];

/** Whether a query may not use that name for anything: table, column or alias. */
export function isReservedName(name: string): boolean {
  const lower = name.toLowerCase();
  return internalNames.has(lower) || internalPrefixes.some((prefix) => lower.startsWith(prefix));
}
