import type {
  IssueDocument,
  PolicyDetail,
  PolicySummary,
  PolicyVersionDocument,
} from '@daybook/api-contract';
import { policyStanding, proposalOf, type PolicyVersion, type StoredPolicy } from '@daybook/guardrails';
import { type Clock, isJsonObject, type JsonObject, type PolicyId, type Sha256 } from '@daybook/kernel';
import type { Policy, PolicyParser } from '@daybook/policy';
import { type FireTime, nextFireTimes, nextOpenFireTime } from '@daybook/scheduler';
import type { Calendars } from '@daybook/calendars';
import type { Links } from '../engine/links.ts';
import type { Plan } from '../engine/policy-plan.ts';
import { type PolicyTiming, policyTiming } from '../engine/policy-timing.ts';

export interface PolicyDocumentPorts {
  readonly parsePolicy: PolicyParser;
  readonly planOf: (policy: Policy) => Plan;
  readonly approvalHashOf: (policy: Policy) => Sha256;
  readonly clock: Clock;
  readonly calendars: Calendars;
  readonly links: Links;
  /** The newest run of each of these policies. */
  readonly lastRuns: (
    policyIds: readonly PolicyId[],
  ) => Promise<ReadonlyMap<PolicyId, PolicySummary['last_run']>>;
}

type FireDocument = PolicyDetail['next_fires'][number];

/** Turns stored policies into the documents of the API. */
export interface PolicyDocuments {
  summaries(stored: readonly StoredPolicy[]): Promise<PolicySummary[]>;
  detail(stored: StoredPolicy): Promise<PolicyDetail>;
  version(version: PolicyVersion): PolicyVersionDocument;
  /** The coming fire times of a document. */
  fires(document: JsonObject, count: number): FireDocument[];
}

export function createPolicyDocuments(ports: PolicyDocumentPorts): PolicyDocuments {
  const { parsePolicy, planOf, approvalHashOf, clock, calendars, links, lastRuns } = ports;

  function read(version: PolicyVersion): {
    readonly policy: Policy | null;
    readonly issues: readonly IssueDocument[];
  } {
    const parsed = parsePolicy(JSON.stringify(version.document));
    return { policy: parsed.ok ? parsed.policy : null, issues: parsed.issues.map((issue) => ({ ...issue })) };
  }

  function toVersion(version: PolicyVersion, enabled?: boolean): PolicyVersionDocument {
    const { policy } = read(version);
    return {
      version: version.version,
      verdict: version.verdict,
      hash: policy === null ? null : approvalHashOf(policy),
      document: withEnabled(version.document, enabled),
      created_at: version.createdAt,
      created_by: version.createdBy,
      decided_at: version.decidedAt,
      decided_by: version.decidedBy,
    };
  }

  /** Whether this release does something else than what a person approved. */
  function needsRenewal({ approved }: StoredPolicy): boolean {
    return approved !== null && toVersion(approved).hash !== approved.approvedHash;
  }

  function coming(document: JsonObject, count: number): FireDocument[] {
    const found = policyTiming(document);
    if (found === null) return [];
    return nextFireTimes(found.timing, { from: clock.now(), count }, calendars).map(toFireTime);
  }

  function nextFire({ timing }: PolicyTiming): FireDocument | null {
    const fire = nextOpenFireTime(timing, clock.now(), calendars);
    return fire === undefined ? null : toFireTime(fire);
  }

  function toSummary(stored: StoredPolicy, lastRun: PolicySummary['last_run']): PolicySummary {
    const { policyId, name, newest, approved, enabled, paused, createdAt } = stored;
    const timing = policyTiming((approved ?? newest).document);
    const { description } = newest.document;
    const fires = enabled && paused === null && approved !== null && timing !== null;
    return {
      id: policyId,
      name,
      description: typeof description === 'string' ? description : null,
      standing: policyStanding(stored),
      enabled,
      schedule: timing === null ? null : toSchedule(timing),
      approved_version: approved?.version ?? null,
      newest_version: newest.version,
      proposed_version:
        proposalOf(stored)?.version ?? (needsRenewal(stored) ? (approved?.version ?? null) : null),
      next_fire: fires ? nextFire(timing) : null,
      last_run: lastRun,
      created_at: createdAt,
      updated_at: newest.decidedAt ?? newest.createdAt,
      link: links.policy(policyId),
    };
  }

  return {
    async summaries(list) {
      const runs = await lastRuns(list.map(({ policyId }) => policyId));
      return list.map((stored) => toSummary(stored, runs.get(stored.policyId) ?? null));
    },
    async detail(stored) {
      const runs = await lastRuns([stored.policyId]);
      // What was rejected is not what happens.
      const shown = proposalOf(stored) ?? stored.approved ?? stored.newest;
      const { policy, issues } = read(shown);
      const approved = stored.approved === null ? null : toVersion(stored.approved);
      return {
        ...toSummary(stored, runs.get(stored.policyId) ?? null),
        version: toVersion(stored.newest, stored.enabled),
        approved,
        needs_renewal: needsRenewal(stored),
        plan: policy === null ? unreadable : toPlan(planOf(policy)),
        issues: [...issues],
        next_fires: coming(shown.document, 5),
      };
    },
    version: (version) => toVersion(version),
    fires: coming,
  };
}

/**
 * A document as it would be written now: whether the schedule is on belongs to no version, and who sends the document
 * back must not switch it by accident.
 */
function withEnabled(document: JsonObject, enabled: boolean | undefined): Record<string, unknown> {
  const { trigger } = document;
  if (enabled === undefined || trigger === undefined || !isJsonObject(trigger)) return { ...document };
  return (trigger['enabled'] ?? true) === enabled
    ? { ...document }
    : { ...document, trigger: { ...trigger, enabled } };
}

/** The plan as the API tells it. */
export function toPlan(plan: Plan): PolicyDetail['plan'] {
  return {
    when: plan.when,
    steps: plan.steps.map((step) => ({ ...step })),
    recipients: [...plan.recipients],
    providers: [...plan.providers],
    datasets: [...plan.datasets],
    queries: [...plan.queries],
  };
}

const unreadable: PolicyDetail['plan'] = {
  when: 'This release cannot read the version; save it anew.',
  steps: [],
  recipients: [],
  providers: [],
  datasets: [],
  queries: [],
};

function toSchedule({ timing, words }: PolicyTiming): NonNullable<PolicySummary['schedule']> {
  return { cron: 'cron' in timing ? timing.cron : null, timezone: timing.timezone, words };
}

/** One fire time as the API tells it. */
export function toFireTime({ at, local, note }: FireTime): FireDocument {
  return { at, local, note: note ?? null };
}
