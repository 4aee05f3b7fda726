import { canonicalJson, type JsonObject, type Sha256, sha256 } from '@daybook/kernel';

/** The versions that an approval is bound to, beside the document. */
export interface ApprovedVersions {
  /** Step type → version, for the types that the policy uses. */
  readonly stepTypes: Readonly<Record<string, number>>;
  /** Report template → version, for those that the policy uses. */
  readonly templates: Readonly<Record<string, number>>;
}

/**
 * What a person approves: SHA-256 of the canonical JSON (RFC 8785) of the document without `trigger.enabled`, together
 * with the versions of the step types and report templates that it uses.
 */
export function approvalHash(document: JsonObject, versions: ApprovedVersions): Sha256 {
  return sha256(
    canonicalJson({
      document: withoutEnabled(document),
      step_types: versions.stepTypes,
      templates: versions.templates,
    }),
  );
}

/** The document as far as it belongs to a version: all but `trigger.enabled`, which may be switched without one. */
export function withoutEnabled(document: JsonObject): JsonObject {
  const trigger = document['trigger'];
  if (typeof trigger !== 'object' || trigger === null || Array.isArray(trigger)) return document;
  const { enabled: _, ...rest } = trigger as JsonObject;
  return { ...document, trigger: rest };
}
