import { EngineError, isJsonObject, type JsonObject, type PolicyId, toJson } from '@daybook/kernel';
import type { ApprovalStore, Decision } from '../approval-store.ts';
import type { AuditEvent } from '../audit-log.ts';
import type { PolicyStore, PolicyVersion, StoredPolicy, VersionToSave } from '../policy-store.ts';
import type { MemoryAuditLog } from './memory-audit-log.ts';

/** What of a policy stands outside its versions. */
type Head = Pick<StoredPolicy, 'policyId' | 'name' | 'createdAt' | 'enabled' | 'paused'>;

interface Entry {
  readonly head: Head;
  /** Oldest first, never empty. */
  readonly versions: readonly PolicyVersion[];
}

/** Keeps policies and decisions in memory, by the rules that every policy store has; events go to `audit`. */
export function createMemoryPolicyStore(audit: MemoryAuditLog): PolicyStore & ApprovalStore {
  const entries = new Map<PolicyId, Entry>();
  const found = (policyId: PolicyId): Entry => {
    const entry = entries.get(policyId);
    if (entry === undefined) throw new EngineError('policy.not-found', `There is no policy ${policyId}.`);
    return entry;
  };
  const changeHead = (policyId: PolicyId, change: Partial<Head>, event: AuditEvent): void => {
    const { head, versions } = found(policyId);
    entries.set(policyId, { head: { ...head, ...change }, versions });
    audit.record(event);
  };
  return {
    async saveVersion(save, event) {
      const { entry, created } = withVersion(entries.get(save.policyId), save);
      const changes = created || entry.head.enabled !== entries.get(save.policyId)?.head.enabled;
      entries.set(save.policyId, entry);
      if (changes) audit.record(event);
      return { version: entry.versions.length, created };
    },
    async read(policyId) {
      const entry = entries.get(policyId);
      return entry && toStored(entry);
    },
    list: async ({ after, limit }) =>
      [...entries.values()]
        .sort((one, other) => byBytes(one.head.name, other.head.name))
        .filter(({ head }) => after === undefined || byBytes(head.name, after) > 0)
        .slice(0, limit)
        .map(toStored),
    versions: async (policyId) => entries.get(policyId)?.versions.toReversed() ?? [],
    setEnabled: async (policyId, enabled, event) => changeHead(policyId, { enabled }, event),
    setPaused: async (policyId, paused, { at, actor, ...event }) =>
      changeHead(policyId, { paused: paused ? { at, by: actor } : null }, { at, actor, ...event }),
    async decide(decision, event) {
      const { head, versions } = found(decision.policyId);
      entries.set(decision.policyId, { head, versions: decided(versions, decision, event) });
      audit.record(event);
    },
  };
}

function withVersion(entry: Entry | undefined, save: VersionToSave) {
  const { policyId, name, documentSha256, enabled, at, actor } = save;
  const head = entry ? { ...entry.head, enabled } : { policyId, name, createdAt: at, enabled, paused: null };
  const newest = entry?.versions.at(-1);
  const stands = newest?.verdict === 'proposed' || newest?.verdict === 'approved';
  if (entry && stands && newest.documentSha256 === documentSha256) {
    return { entry: { head, versions: entry.versions }, created: false };
  }
  const older = (entry?.versions ?? []).map((version) =>
    version.verdict === 'proposed' ? ({ ...version, verdict: 'superseded' } as const) : version,
  );
  const version: PolicyVersion = {
    version: older.length + 1,
    document: copied(save.document),
    documentSha256,
    createdAt: at,
    createdBy: actor,
    verdict: 'proposed',
    approvedHash: null,
    decidedAt: null,
    decidedBy: null,
  };
  return { entry: { head, versions: [...older, version] }, created: true };
}

function decided(versions: readonly PolicyVersion[], decision: Decision, event: AuditEvent) {
  const { policyId, version, verdict, hash } = decision;
  const meant = versions.find((stored) => stored.version === version);
  if (meant === undefined) {
    throw new EngineError('policy.not-found', `The policy ${policyId} has no version ${version}.`);
  }
  const decidable = meant.verdict === 'proposed' || (meant.verdict === 'approved' && verdict === 'approved');
  if (!decidable) {
    const message = `Version ${version} of the policy ${policyId} is ${meant.verdict}; nothing was changed.`;
    throw new EngineError('policy.conflict', message);
  }
  return versions.map((stored): PolicyVersion => {
    if (stored === meant) {
      const approvedHash = verdict === 'approved' ? hash : null;
      return { ...stored, verdict, approvedHash, decidedAt: event.at, decidedBy: event.actor };
    }
    const replaced = verdict === 'approved' && stored.verdict === 'approved';
    return replaced ? { ...stored, verdict: 'superseded' } : stored;
  });
}

function toStored({ head, versions }: Entry): StoredPolicy {
  const newest = versions.at(-1);
  if (newest === undefined)
    throw new EngineError('store.failed', `The policy ${head.policyId} has no version.`);
  return { ...head, newest, approved: versions.find(({ verdict }) => verdict === 'approved') ?? null };
}

function copied(document: JsonObject): JsonObject {
  const copy = toJson(document);
  if (!isJsonObject(copy)) throw new EngineError('store.failed', 'The document is no JSON object.');
  return copy;
}

/** SQLite's order of texts. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
