import {
  type Clock,
  EngineError,
  type EngineErrorCode,
  type IdSource,
  type Instant,
  isJsonObject,
  type JsonObject,
  type PolicyId,
  type RunCause,
  type RunId,
  type Sha256,
  toRunId,
} from '@daybook/kernel';
import { type ApprovedPolicy, type Policy, type PolicyParser, toApprovedPolicy } from '@daybook/policy';
import { isPerson } from './actor.ts';
import type { AuditLog } from './audit-log.ts';
import { createInTurnByKey } from './in-turn.ts';
import { parseVersion } from './parse-version.ts';
import type { PolicyStore, PolicyVersion, StoredPolicy } from './policy-store.ts';
import type { Quotas } from './quotas.ts';
import type { ResumeOrder, RunOrder, RunStarter } from './run-starter.ts';

/** Somebody, or a slot, asks for a run. */
export interface RunRequest {
  readonly policyId: PolicyId;
  readonly cause: RunCause;
  /** Named as in the audit log. */
  readonly actor: string;
  /** Makes repeated requests one run. @default a new id */
  readonly runId?: RunId;
  /** The instant that the run is for. @default now */
  readonly asOf?: Instant;
  /** Finished steps to take over. @default none */
  readonly resume?: ResumeOrder;
}

/** A run on record. */
export interface StartedRun {
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly version: number;
  readonly scheduledFor: Instant;
}

/**
 * Starts a run of the approved version, and does not wait for it. The only way in: scheduler, REST, MCP, commands and
 * resume all call it.
 * @throws {EngineError} `policy.not-found`; `approval.required` when no version is approved, or the approved one is not
 *   what was approved any more; `policy.paused` unless a person asks; `run.overlap`; `quota.exceeded`.
 */
export type StartRun = (request: RunRequest) => Promise<StartedRun>;

export interface StartRunPorts {
  readonly policies: PolicyStore;
  readonly runs: RunStarter;
  readonly quotas: Quotas;
  readonly audit: AuditLog;
  readonly parse: PolicyParser;
  /** The hash that an approval of the policy is bound to in this release. */
  readonly approvalHashOf: (policy: Policy) => Sha256;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The guarded entry over these ports. */
export function createStartRun(ports: StartRunPorts): StartRun {
  // Side by side, two of one policy could both find no other run unfinished.
  const inTurn = createInTurnByKey<PolicyId>();
  return (request) =>
    inTurn(request.policyId)(async () => {
      try {
        return await startRun(ports, request);
      } catch (cause) {
        if (EngineError.isInstance(cause)) await recordRefusal(ports, request, cause);
        throw cause;
      }
    });
}

async function startRun(ports: StartRunPorts, request: RunRequest): Promise<StartedRun> {
  const { policyId, cause, actor } = request;
  const stored = await ports.policies.read(policyId);
  if (stored === undefined) throw notFound(policyId);
  const { version, approved } = approvedVersion(ports, stored);
  if (stored.paused !== null && !mayRunPaused(request)) throw paused(stored, stored.paused);
  const scheduledFor = request.asOf ?? ports.clock.now();
  const runId = request.runId ?? toRunId(`run_${ports.ids.next()}`);
  const started = { runId, policyId, version: version.version, scheduledFor };
  if (request.runId !== undefined && (await ports.runs.has(request.runId))) return started;
  await checkOverlap(ports, stored, maxInstances(approved.policy.document));
  await ports.quotas.take('runs');
  const order: RunOrder = { ...started, approved, cause, actor, resume: request.resume ?? null };
  await recordRequest(ports, order);
  await ports.runs.start(order);
  return started;
}

/** @throws {EngineError} `approval.required` unless the version that runs is, in this release, what a person approved. */
function approvedVersion(
  { parse, approvalHashOf }: StartRunPorts,
  stored: StoredPolicy,
): { readonly version: PolicyVersion; readonly approved: ApprovedPolicy } {
  const { approved: version, name, newest } = stored;
  if (version === null) {
    const message =
      newest.verdict === 'rejected'
        ? `Version ${newest.version} of the policy "${name}" was rejected, and no other is approved. Save a corrected version, which a person must approve.`
        : `The policy "${name}" is not approved: a person must look at version ${newest.version} and approve it.`;
    throw unapproved(stored, newest, message);
  }
  const policy = stillReadable(() => parseVersion(parse, stored, version), stored, version);
  const hash = approvalHashOf(policy);
  if (hash !== version.approvedHash) {
    const message = `Version ${version.version} of the policy "${name}" is not what was approved: this release changed step types or report templates that it uses. A person must approve it anew.`;
    throw unapproved(stored, version, message);
  }
  return { version, approved: toApprovedPolicy(policy, hash) };
}

function stillReadable(read: () => Policy, stored: StoredPolicy, version: PolicyVersion): Policy {
  try {
    return read();
  } catch (cause) {
    if (!EngineError.isInstance(cause)) throw cause;
    throw unapproved(
      stored,
      version,
      `${cause.message} A release changed the step types that it uses.`,
      cause,
    );
  }
}

function unapproved(
  { policyId }: StoredPolicy,
  { version }: PolicyVersion,
  message: string,
  cause?: unknown,
): EngineError {
  return new EngineError('approval.required', message, { details: { policy_id: policyId, version }, cause });
}

/** A person who pauses a policy stops everything but persons. */
function mayRunPaused({ cause, actor }: RunRequest): boolean {
  return (cause === 'manual' || cause === 'resume') && isPerson(actor);
}

function paused({ policyId, name }: StoredPolicy, { at, by }: { at: Instant; by: string }): EngineError {
  const message = `The policy "${name}" was paused by ${by} at ${at}. A person must resume it, or run it by hand.`;
  return new EngineError('policy.paused', message, { details: { policy_id: policyId, paused_at: at } });
}

/** Unlike the document, which the parser has checked, the default is the contract's. */
function maxInstances(document: JsonObject): number {
  const trigger = document['trigger'];
  const written = isJsonObject(trigger) ? trigger['max_instances'] : undefined;
  return typeof written === 'number' ? written : 1;
}

async function checkOverlap({ runs }: StartRunPorts, stored: StoredPolicy, most: number): Promise<void> {
  const { policyId, name } = stored;
  const unfinished = await runs.countUnfinished(policyId);
  if (unfinished < most) return;
  const now = unfinished === 1 ? 'a run of it is' : `${unfinished} runs of it are`;
  const message = `The policy "${name}" may run ${most === 1 ? 'once' : `${most} times`} at a time, and ${now} not finished. Wait for it, or cancel it.`;
  const details = { policy_id: policyId, unfinished, max_instances: most };
  throw new EngineError('run.overlap', message, { details });
}

function notFound(policyId: PolicyId): EngineError {
  const message = `There is no policy ${policyId}. List the policies to find it.`;
  return new EngineError('policy.not-found', message, { details: { policy_id: policyId } });
}

function recordRequest({ audit, clock }: StartRunPorts, order: RunOrder): Promise<void> {
  const { runId, policyId, version, cause, actor, scheduledFor, approved } = order;
  const details = {
    policy_id: policyId,
    version,
    cause,
    scheduled_for: scheduledFor,
    approval_hash: approved.approvalHash,
  };
  return audit.append({ at: clock.now(), actor, action: 'run.requested', subject: runId, details });
}

const refusals: ReadonlySet<EngineErrorCode> = new Set([
  'approval.required',
  'policy.paused',
  'run.overlap',
  'quota.exceeded',
]);

/** Slots record for themselves why they did not run. */
async function recordRefusal(ports: StartRunPorts, request: RunRequest, error: EngineError): Promise<void> {
  const { policyId, cause, actor } = request;
  if (cause === 'schedule' || cause === 'catch_up' || !refusals.has(error.code)) return;
  const details = { code: error.code, cause };
  const event = { at: ports.clock.now(), actor, action: 'run.refused', subject: policyId, details };
  await ports.audit.append(event);
}
