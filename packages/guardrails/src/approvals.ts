import { type Clock, EngineError, type PolicyId, type Sha256 } from '@daybook/kernel';
import type { Policy, PolicyParser } from '@daybook/policy';
import { isPerson } from './actor.ts';
import type { ApprovalStore, Decision } from './approval-store.ts';
import { parseVersion } from './parse-version.ts';
import { proposalOf } from './policy-standing.ts';
import type { PolicyStore, PolicyVersion, StoredPolicy } from './policy-store.ts';

/** A person's word about the version that waits. */
export interface DecisionRequest {
  readonly policyId: PolicyId;
  /** The approval hash that the person saw. */
  readonly hash: Sha256;
  /** Named as in the audit log; must be a person. */
  readonly actor: string;
}

/**
 * What persons decide about policies. Each method records its event with the change.
 * @throws {EngineError} Each: `approval.required` when the actor is no person; `policy.not-found`.
 */
export interface Approvals {
  /**
   * Lets the proposed version run from now on; without one, approves the approved version anew, which a release that
   * changed step types or templates asks for. Without effect when that hash is approved already.
   * @returns the version's number
   * @throws {EngineError} `approval.mismatch` when the hash is not the version's hash now; `policy.conflict` when the
   *   version was rejected, or somebody decided or saved meanwhile; `policy.invalid` when this release can't read it.
   */
  approve(request: DecisionRequest): Promise<number>;
  /**
   * Turns the proposed version down.
   * @returns the version's number
   * @throws {EngineError} as `approve`; `policy.conflict` also when no version waits.
   */
  reject(request: DecisionRequest): Promise<number>;
  /** Stops the policy's schedule and its agents until `resume`. Without effect when it is paused already. */
  pause(policyId: PolicyId, actor: string): Promise<void>;
  /** Without effect when it is not paused. */
  resume(policyId: PolicyId, actor: string): Promise<void>;
}

export interface ApprovalsPorts {
  readonly policies: PolicyStore;
  readonly approvals: ApprovalStore;
  readonly parse: PolicyParser;
  /** The hash that an approval of the policy is bound to in this release. */
  readonly approvalHashOf: (policy: Policy) => Sha256;
  readonly clock: Clock;
}

/** Decisions over these stores. */
export function createApprovals(ports: ApprovalsPorts): Approvals {
  return {
    approve: (request) => decide(ports, request, 'approved'),
    reject: (request) => decide(ports, request, 'rejected'),
    pause: (policyId, actor) => setPaused(ports, { policyId, actor, paused: true }),
    resume: (policyId, actor) => setPaused(ports, { policyId, actor, paused: false }),
  };
}

async function decide(
  ports: ApprovalsPorts,
  { policyId, hash, actor }: DecisionRequest,
  verdict: Decision['verdict'],
): Promise<number> {
  requirePerson(actor, policyId);
  const stored = await readPolicy(ports, policyId);
  const meant = verdict === 'approved' ? (proposalOf(stored) ?? stored.approved) : proposalOf(stored);
  if (meant === null) throw undecidable(stored);
  const current = ports.approvalHashOf(parseVersion(ports.parse, stored, meant));
  if (hash !== current) {
    throw isRejected(ports, stored, hash) ? undecidable(stored) : mismatch(stored, meant, current);
  }
  const { version } = meant;
  if (meant.approvedHash === hash) return version;
  const event = {
    at: ports.clock.now(),
    actor,
    action: `policy.${verdict}`,
    subject: policyId,
    details: { name: stored.name, version, approval_hash: hash },
  };
  await ports.approvals.decide({ policyId, version, verdict, hash }, event);
  return version;
}

async function setPaused(
  ports: ApprovalsPorts,
  { policyId, actor, paused }: { policyId: PolicyId; actor: string; paused: boolean },
): Promise<void> {
  requirePerson(actor, policyId);
  const { name, paused: before } = await readPolicy(ports, policyId);
  if ((before !== null) === paused) return;
  const action = paused ? 'policy.paused' : 'policy.resumed';
  const event = { at: ports.clock.now(), actor, action, subject: policyId, details: { name } };
  await ports.approvals.setPaused(policyId, paused, event);
}

function requirePerson(actor: string, policyId: PolicyId): void {
  if (isPerson(actor)) return;
  const message = `Only a person decides about the policy ${policyId}, not ${actor}. Ask the owner to do it.`;
  throw new EngineError('approval.required', message, { details: { policy_id: policyId } });
}

async function readPolicy({ policies }: ApprovalsPorts, policyId: PolicyId): Promise<StoredPolicy> {
  const stored = await policies.read(policyId);
  if (stored !== undefined) return stored;
  throw new EngineError('policy.not-found', `There is no policy ${policyId}. List the policies to find it.`, {
    details: { policy_id: policyId },
  });
}

/** Whether the hash is that of a newest version which was turned down. */
function isRejected({ parse, approvalHashOf }: ApprovalsPorts, stored: StoredPolicy, hash: Sha256): boolean {
  if (stored.newest.verdict !== 'rejected') return false;
  const parsed = parse(JSON.stringify(stored.newest.document));
  return parsed.ok && approvalHashOf(parsed.policy) === hash;
}

function undecidable({ policyId, name, newest }: StoredPolicy): EngineError {
  const message = `No version of the policy "${name}" waits for a decision: version ${newest.version} is ${newest.verdict}. Save the document again to propose it anew.`;
  const details = { policy_id: policyId, version: newest.version, verdict: newest.verdict };
  return new EngineError('policy.conflict', message, { details });
}

function mismatch({ policyId, name }: StoredPolicy, meant: PolicyVersion, current: Sha256): EngineError {
  const { version } = meant;
  const message = `The hash is not that of version ${version} of the policy "${name}", which is the one to decide on: it has changed since you looked. Look at it again, and decide on the hash ${current.slice(0, 8)}….`;
  const details = { policy_id: policyId, version, current_hash: current };
  return new EngineError('approval.mismatch', message, { details });
}
