import {
  derivedId,
  type Instant,
  type JsonValue,
  type PolicyId,
  type Sha256,
  toJson,
  toPolicyId,
} from '@daybook/kernel';
import type { Database } from './database.ts';
import type { WriteTransaction } from './transaction.ts';

/** A policy document to be kept. */
export interface PolicyDocument {
  /** Names the policy; its id follows from it. */
  readonly name: string;
  readonly document: JsonValue;
  readonly documentSha256: Sha256;
  readonly at: Instant;
}

/** Where a document is kept. */
export interface SavedPolicyVersion {
  readonly policyId: PolicyId;
  /** From 1. */
  readonly version: number;
  /** Whether this call made the version. */
  readonly created: boolean;
}

/** Where policies are kept; a version never changes. */
export interface PolicyStore {
  /** Keeps the document as the next version of the policy of that name, unless its newest version has the same hash. */
  saveVersion(policy: PolicyDocument): Promise<SavedPolicyVersion>;
}

/** The policies in the encrypted database. */
export function createPolicyStore(database: Database): PolicyStore {
  return {
    saveVersion: (policy) => database.write((transaction) => saveVersion(transaction, policy)),
  };
}

async function saveVersion(
  { queries }: WriteTransaction,
  { name, document, documentSha256, at }: PolicyDocument,
): Promise<SavedPolicyVersion> {
  const policyId = toPolicyId(derivedId('pol', name));
  const newest = await queries
    .selectFrom('policy_versions')
    .select(['version', 'document_sha256'])
    .where('policy_id', '=', policyId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.document_sha256 === documentSha256) {
    return { policyId, version: newest.version, created: false };
  }

  const version = (newest?.version ?? 0) + 1;
  if (version === 1) {
    await queries.insertInto('policies').values({ policy_id: policyId, name, created_at: at }).execute();
  }
  await queries
    .insertInto('policy_versions')
    .values({
      policy_id: policyId,
      version,
      document: JSON.stringify(toJson(document)),
      document_sha256: documentSha256,
      created_at: at,
    })
    .execute();
  return { policyId, version, created: true };
}
