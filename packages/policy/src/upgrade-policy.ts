import type { JsonObject, JsonValue } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';

/** The schema version that this release writes and runs. */
export const currentSchemaVersion = 1;

/** Rewrites a document of one schema version into the next. */
export type PolicyUpgrade = (document: JsonObject) => JsonObject;

/** `upgrades[0]` leads from version 1 to 2, and so on; empty as long as there is one version only. */
const upgrades: readonly PolicyUpgrade[] = [];

/** A document of the current version, or why there is none. */
export type UpgradedPolicy =
  | { readonly ok: true; readonly document: JsonValue }
  | { readonly ok: false; readonly issue: Issue };

/**
 * Brings a document to the current schema version, one version at a time. What has no whole number as its version is
 * left to the schema.
 */
export function upgradePolicy(
  document: JsonValue,
  chain: readonly PolicyUpgrade[] = upgrades,
): UpgradedPolicy {
  const newest = chain.length + 1;
  let current = document;
  for (
    let version = versionOf(current);
    version !== undefined && version !== newest;
    version = versionOf(current)
  ) {
    const upgrade = chain[version - 1];
    if (upgrade === undefined) {
      const message =
        version > newest
          ? `This policy has schema version ${version}; this release knows versions up to ${newest}. Use a newer release.`
          : `There is no schema version ${version}; versions count from 1.`;
      return {
        ok: false,
        issue: errorAt('/schema_version', 'policy.version-unsupported', message, `${newest}`),
      };
    }
    current = { ...upgrade(current as JsonObject), schema_version: version + 1 };
  }
  return { ok: true, document: current };
}

function versionOf(document: JsonValue): number | undefined {
  if (typeof document !== 'object' || document === null || !('schema_version' in document)) return undefined;
  const version = document.schema_version;
  return typeof version === 'number' && Number.isInteger(version) ? version : undefined;
}
