import type { Approvals, PolicyStore, SavePolicy, StoredPolicy } from '@daybook/guardrails';
import {
  type Clock,
  EngineError,
  isJsonObject,
  type JsonObject,
  type PolicyId,
  toPolicyId,
  toSha256,
} from '@daybook/kernel';
import type { Policy, PolicyParser } from '@daybook/policy';
import type { Plan } from '../../engine/policy-plan.ts';
import { policyTiming } from '../../engine/policy-timing.ts';
import type { Handlers } from '../handler.ts';
import { fromCursor, toPage } from '../page-cursor.ts';
import { type PolicyDocuments, toPlan } from '../policy-documents.ts';
import type { CompilePolicySql } from '../../compile-sql.ts';
import { policyInvalid, RequestRefusal } from '../problem.ts';
import { listPolicySlots, type SlotListPorts } from '../slot-list.ts';

export interface PolicyHandlerPorts extends SlotListPorts {
  readonly policies: PolicyStore;
  readonly parsePolicy: PolicyParser;
  readonly compileSql: CompilePolicySql;
  readonly planOf: (policy: Policy) => Plan;
  readonly savePolicy: SavePolicy;
  readonly approvals: Approvals;
  readonly documents: PolicyDocuments;
  /** Accounts for every slot that is due, by the rules as they are before a change. */
  readonly settleSchedule: () => Promise<void>;
  readonly clock: Clock;
}

type PolicyHandlers = Pick<
  Handlers,
  | 'validatePolicy'
  | 'listPolicies'
  | 'createPolicy'
  | 'getPolicy'
  | 'updatePolicy'
  | 'listPolicyVersions'
  | 'approvePolicy'
  | 'rejectPolicy'
  | 'pausePolicy'
  | 'resumePolicy'
  | 'changeSchedule'
  | 'previewSchedule'
  | 'listPolicySlots'
>;

/** Policies: written, read, decided about and timed. */
export function createPolicyHandlers(ports: PolicyHandlerPorts): PolicyHandlers {
  const {
    policies,
    parsePolicy,
    compileSql,
    planOf,
    savePolicy,
    approvals,
    documents,
    settleSchedule,
    clock,
  } = ports;

  async function load(policyId: PolicyId): Promise<StoredPolicy> {
    const stored = await policies.read(policyId);
    if (stored !== undefined) return stored;
    throw new EngineError('policy.not-found', `There is no policy ${policyId}.`);
  }

  async function parse(text: string): Promise<Policy> {
    const parsed = parsePolicy(text);
    const issues = parsed.ok ? await compileSql(parsed.policy) : parsed.issues;
    if (parsed.ok && issues.length === 0) return parsed.policy;
    throw policyInvalid(issues.map((issue) => ({ ...issue })));
  }

  async function save(policy: Policy, actor: string, policyId?: PolicyId) {
    await settleSchedule();
    const saved = await savePolicy({
      policy,
      actor,
      ...(policyId === undefined ? { expect: 'new' } : { expect: 'existing', policyId }),
    });
    return documents.detail(await load(saved.policyId));
  }

  /** Belongs to no version, so it proposes none, whatever became of the newest. */
  async function setEnabled(stored: StoredPolicy, enabled: boolean, actor: string): Promise<void> {
    const { policyId, name } = stored;
    if (stored.enabled === enabled) return;
    const action = enabled ? 'policy.enabled' : 'policy.disabled';
    const event = { at: clock.now(), actor, action, subject: policyId, details: { name } };
    await policies.setEnabled(policyId, enabled, event);
  }

  /** A change, and the policy after it. */
  async function change(id: string, work: (policyId: PolicyId) => Promise<unknown>) {
    const policyId = toPolicyId(id);
    await load(policyId);
    await settleSchedule();
    await work(policyId);
    return documents.detail(await load(policyId));
  }

  return {
    async validatePolicy({ bodyText }) {
      const parsed = parsePolicy(bodyText);
      const compiled = parsed.ok ? await compileSql(parsed.policy) : [];
      const issues = [...parsed.issues, ...compiled].map((issue) => ({ ...issue }));
      if (!parsed.ok || compiled.length > 0) return { valid: false, issues, plan: null, next_fires: [] };
      const { policy } = parsed;
      return {
        valid: true,
        issues,
        plan: toPlan(planOf(policy)),
        next_fires: documents.fires(policy.document, 5),
      };
    },

    async listPolicies({ query: { limit, cursor } = { limit: 50 } }) {
      const [after] = cursor === undefined ? [] : fromCursor(cursor, ['text']);
      const rows = await policies.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
      const shown = await documents.summaries(rows);
      return toPage(shown, limit, { item: (summary) => summary, cursor: ({ name }) => [name] });
    },

    createPolicy: async ({ bodyText, caller }) => save(await parse(bodyText), caller.actor),

    getPolicy: async ({ params }) => documents.detail(await load(toPolicyId(params.id))),

    async updatePolicy({ params, bodyText, caller, seenVersion }) {
      const policyId = toPolicyId(params.id);
      const stored = await load(policyId);
      refuseIfChanged(stored, seenVersion);
      const policy = await parse(bodyText);
      refuseToWake(stored, policyTiming(policy.document)?.enabled ?? true, caller.kind);
      return save(policy, caller.actor, policyId);
    },

    async listPolicyVersions({ params }) {
      const policyId = toPolicyId(params.id);
      await load(policyId);
      return { items: (await policies.versions(policyId)).map(documents.version) };
    },

    approvePolicy: ({ params, body, caller }) =>
      change(params.id, (policyId) =>
        approvals.approve({ policyId, hash: toSha256(body.hash), actor: caller.actor }),
      ),

    rejectPolicy: ({ params, body, caller }) =>
      change(params.id, (policyId) =>
        approvals.reject({ policyId, hash: toSha256(body.hash), actor: caller.actor }),
      ),

    pausePolicy: ({ params, caller }) =>
      change(params.id, (policyId) => approvals.pause(policyId, caller.actor)),

    resumePolicy: ({ params, caller }) =>
      change(params.id, (policyId) => approvals.resume(policyId, caller.actor)),

    async changeSchedule({ params, body, caller, seenVersion }) {
      const stored = await load(toPolicyId(params.id));
      refuseIfChanged(stored, seenVersion);
      const document = withTiming(stored, body);
      if (body.enabled === true) refuseToWake(stored, true, caller.kind);
      const { enabled, cron, timezone } = body;
      if (enabled !== undefined && cron === undefined && timezone === undefined) {
        return change(params.id, () => setEnabled(stored, enabled, caller.actor));
      }
      return save(await parse(JSON.stringify(document)), caller.actor, stored.policyId);
    },

    listPolicySlots: async ({ params, query }) =>
      listPolicySlots(ports, await load(toPolicyId(params.id)), query),

    async previewSchedule({ params, query }) {
      const { newest } = await load(toPolicyId(params.id));
      return {
        timezone: policyTiming(newest.document)?.timing.timezone ?? null,
        fires: documents.fires(newest.document, query?.count ?? 5),
      };
    },
  };
}

/** @throws {RequestRefusal} 412 when somebody saved a version that the caller did not see. */
function refuseIfChanged({ name, newest }: StoredPolicy, seenVersion: number | null): void {
  if (seenVersion === null || seenVersion === newest.version) return;
  const message = `"${name}" is at version ${newest.version} by now, and you saw version ${seenVersion}. Read it again; nothing was changed.`;
  throw new RequestRefusal(412, 'policy.changed', message);
}

/** What a person paused, only a person lets go on. */
function refuseToWake(stored: StoredPolicy, enabled: boolean, kind: 'agent' | 'person' | 'session'): void {
  if (kind !== 'agent' || stored.paused === null || !enabled) return;
  const message = `A person paused "${stored.name}"; only a person can let it go on. Nothing was changed.`;
  throw new EngineError('policy.paused', message, { details: { policy_id: stored.policyId } });
}

/** The document with another timing; what a person rejected is no ground to build on. */
function withTiming(
  { newest, approved, enabled }: StoredPolicy,
  change: {
    readonly enabled?: boolean | undefined;
    readonly cron?: string | undefined;
    readonly timezone?: string | undefined;
  },
): JsonObject {
  const { document } = newest.verdict === 'rejected' ? (approved ?? newest) : newest;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const trigger = document['trigger'];
  if (trigger === undefined && change.cron === undefined) {
    throw new RequestRefusal(
      422,
      'request.invalid',
      'This policy runs only by hand: it has no schedule to change. Give it one with "cron" and "timezone".',
    );
  }
  const before = trigger !== undefined && isJsonObject(trigger) ? trigger : {};
  return { ...document, trigger: { ...before, enabled, ...(Object.fromEntries(given) as JsonObject) } };
}
