import {
  createApprovals,
  createQuotas,
  createSavePolicy,
  createStartRun,
  type Limits,
  type PolicyToSave,
} from '@daybook/guardrails';
import {
  createMemoryAuditLog,
  createMemoryPolicyStore,
  createMemoryQuotaStore,
  createMemoryRunStarter,
} from '@daybook/guardrails/testing';
import {
  type Clock,
  type Instant,
  type PolicyId,
  type Sha256,
  toEpochMs,
  toInstant,
  warning,
} from '@daybook/kernel';
import {
  approvalHash,
  createPolicyParser,
  describeStepType,
  type Policy,
  type PolicyParser,
} from '@daybook/policy';

/** A clock that a test turns, both ways. */
export interface TurnedClock extends Clock {
  turn(ms: number): void;
}

export function createTurnedClock(): TurnedClock {
  let now = toEpochMs(start);
  return {
    now: () => toInstant(now),
    sleep: async () => undefined,
    turn(ms) {
      now += ms;
    },
  };
}

export const start: Instant = toInstant(Date.UTC(2021, 0, 4, 21));

/** All guards over memory, and what a release is made of. */
export function createExampleGuards(limits?: Limits) {
  const clock = createTurnedClock();
  const audit = createMemoryAuditLog();
  const store = createMemoryPolicyStore(audit);
  const runs = createMemoryRunStarter();
  const release = { stepVersion: 1, types: ['note', 'old'] };
  const quotas = createQuotas({
    store: createMemoryQuotaStore(),
    clock,
    ...(limits === undefined ? {} : { limits: async () => limits }),
  });
  const parse: PolicyParser = (text) => parserOf(release.types)(text);
  const approvalHashOf = ({ document }: Policy): Sha256 =>
    approvalHash(document, { stepTypes: { note: release.stepVersion }, templates: {} });
  let count = 0;
  const ids = { next: () => String((count += 1)).padStart(26, '0') };
  const startRun = createStartRun({
    policies: store,
    runs,
    quotas,
    audit,
    parse,
    approvalHashOf,
    clock,
    ids,
  });
  const save = createSavePolicy({ policies: store, quotas, clock });
  const approvals = createApprovals({ policies: store, approvals: store, parse, approvalHashOf, clock });

  function policy(document: object): Policy {
    const parsed = parse(JSON.stringify(document));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return parsed.policy;
  }

  return {
    application: { parse, approvalHashOf, clock, ids },
    clock,
    audit,
    store,
    runs,
    release,
    quotas,
    startRun,
    savePolicy: save,
    approvals,
    policy,
    save: (document: object, expectation: Expectation = { expect: 'any' }) =>
      save({ policy: policy(document), actor: 'agent:helper', ...expectation }),
    hashOf: (document: object) => approvalHashOf(policy(document)),
    /** Saves the document and approves it as the owner. */
    async approved(document: object): Promise<PolicyId> {
      const { policyId } = await save({ policy: policy(document), actor: 'agent:helper', expect: 'any' });
      await approvals.approve({ policyId, hash: approvalHashOf(policy(document)), actor: 'person:gui' });
      return policyId;
    },
    /** The actions on record, oldest first. */
    actions: async () => (await audit.list({ limit: 1000 })).map(({ action }) => action).toReversed(),
  };
}

const note = describeStepType({ summary: 'For tests.', params: warning, output: warning });
const parsers = new Map<string, PolicyParser>();

function parserOf(types: readonly string[]): PolicyParser {
  const key = types.join();
  const parser = parsers.get(key) ?? createPolicyParser(new Map(types.map((type) => [type, note])));
  parsers.set(key, parser);
  return parser;
}

type Expectation =
  | { readonly expect: 'new' | 'any' }
  | Pick<Extract<PolicyToSave, { expect: 'existing' }>, 'expect' | 'policyId'>;

/** A policy of one step. */
export function brief(
  changes: { text?: string; name?: string; type?: string; trigger?: object } = {},
): object {
  const { text = 'first', name = 'brief', type = 'note', trigger } = changes;
  return {
    schema_version: 1,
    name,
    ...(trigger === undefined ? {} : { trigger: { cron: '30 16 * * FRI', timezone: 'UTC', ...trigger } }),
    steps: [{ id: 'note', type, params: { code: 'note', message: text } }],
  };
}
