import type { Policy } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import type { RunRecord, StepChange } from './run-store.ts';
import { paramsHash } from './step-records.ts';

/** What can be done about a run whose process died. */
export type OrphanVerdict =
  /** It goes on by itself: what was interrupted can be done again without harm. */
  | { readonly kind: 'continue' }
  /** A delivery was interrupted, and nobody knows whether it arrived: a person must look. */
  | { readonly kind: 'needs-attention'; readonly stepIds: readonly string[] }
  /** What is stored can't be continued by this release; the reason is for people. */
  | { readonly kind: 'fail'; readonly reason: string };

/** More interruptions of one step than this are its own doing: it takes the process down with it. */
const maxInterruptions = 3;

/** Decides about a run that is `queued` or `running` with no process behind it. */
export function judgeOrphan(run: RunRecord, policy: Policy | undefined, steps: StepRegistry): OrphanVerdict {
  const interrupted = run.steps.filter(({ state }) => state.status === 'running');
  const delivering = interrupted.filter(({ type }) => steps.find(type)?.effect === 'external-delivery');
  if (delivering.length > 0) {
    return { kind: 'needs-attention', stepIds: delivering.map(({ stepId }) => stepId) };
  }
  return judgeRepeatable(run, policy, steps);
}

/**
 * The same for a run of which it is known that no delivery is in doubt: whatever was interrupted can be done again.
 */
export function judgeRepeatable(
  run: RunRecord,
  policy: Policy | undefined,
  steps: StepRegistry,
): Exclude<OrphanVerdict, { kind: 'needs-attention' }> {
  const interrupted = run.steps.filter(({ state }) => state.status === 'running');
  if (policy === undefined) {
    return { kind: 'fail', reason: 'its version of the policy can no longer be read' };
  }
  const changed = run.steps.find((record) => !isUnchanged(record, policy, steps));
  if (changed !== undefined) {
    return { kind: 'fail', reason: `step "${changed.stepId}" is another one in this release` };
  }
  const fatal = interrupted.find(
    ({ state }) => state.status === 'running' && state.attempt > maxInterruptions + attemptsOf(policy, run),
  );
  if (fatal !== undefined) {
    return { kind: 'fail', reason: `step "${fatal.stepId}" was interrupted again and again` };
  }
  return { kind: 'continue' };
}

function isUnchanged(record: RunRecord['steps'][number], policy: Policy, steps: StepRegistry): boolean {
  const step = policy.steps.find(({ id }) => id === record.stepId);
  if (step === undefined || step.type !== record.type) return false;
  return steps.find(record.type)?.version === record.stepVersion && paramsHash(step) === record.paramsSha256;
}

function attemptsOf(policy: Policy, { steps }: RunRecord): number {
  const running = new Set(
    steps.filter(({ state }) => state.status === 'running').map(({ stepId }) => stepId),
  );
  return Math.max(
    0,
    ...policy.steps.filter(({ id }) => running.has(id)).map(({ retry }) => retry.maxAttempts),
  );
}

/** The interrupted steps of a run, each about to be tried once more. */
export function takeUp(run: RunRecord, now: StepChangeTime): readonly StepChange[] {
  return run.steps.flatMap(({ stepId, state }) =>
    state.status === 'running'
      ? [{ stepId, state: { status: 'running' as const, attempt: state.attempt + 1, startedAt: now } }]
      : [],
  );
}

type StepChangeTime = Extract<StepChange['state'], { status: 'running' }>['startedAt'];
