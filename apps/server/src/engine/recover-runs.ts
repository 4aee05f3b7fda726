import type { PolicyStore } from '@daybook/guardrails';
import type { Clock, Logger } from '@daybook/kernel';
import type { DeliveryLog, LoggedDelivery, RunRecovery, UnfinishedRun } from '@daybook/persistence';
import type { Policy, PolicyParser } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import {
  judgeOrphan,
  judgeRepeatable,
  type OrphanVerdict,
  type RunRecord,
  type RunStore,
} from '@daybook/runner';
import type { DeliveryStore } from '@daybook/stages-send';
import type { LiveRuns } from './live-runs.ts';

/** What recovery asks of the stores and of the runs of this process. */
export interface RecoveryPorts {
  readonly history: {
    unfinished(): Promise<readonly Pick<UnfinishedRun, 'runId' | 'policyName'>[]>;
  };
  readonly recovery: Pick<RunRecovery, 'closeInterrupted'>;
  readonly runs: Pick<RunStore, 'read'>;
  readonly policies: Pick<PolicyStore, 'versions'>;
  readonly deliveries: Pick<DeliveryStore, 'settle'>;
  readonly deliveryLog: {
    list(
      ...page: Parameters<DeliveryLog['list']>
    ): Promise<readonly Pick<LoggedDelivery, 'deliveryId' | 'channel'>[]>;
  };
  readonly parsePolicy: PolicyParser;
  readonly steps: StepRegistry;
  readonly live: Pick<LiveRuns, 'takeUp'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onEnd: (run: RunRecord, policyName: string) => Promise<void>;
}

/**
 * Takes up every run that no process works on, called by the process that has just taken the lease: one that was
 * interrupted in work that can be done again goes on; one whose delivery may or may not have arrived needs a person; what
 * can't be continued ends with the reason.
 */
export async function recoverRuns(ports: RecoveryPorts): Promise<void> {
  for (const { runId, policyName } of await ports.history.unfinished()) {
    const run = await ports.runs.read(runId);
    if (run !== undefined) await recoverRun(ports, run, policyName);
  }
}

async function recoverRun(ports: RecoveryPorts, run: RunRecord, policyName: string): Promise<void> {
  const { live, log } = ports;
  const { runId } = run;
  const policy = await policyOf(ports, run);
  const verdict = run.dryRun ? goneCopy : await judge(ports, run, policy);
  if (verdict.kind === 'continue' && policy !== undefined) {
    log.warn(`The run ${runId} of "${policyName}" was interrupted when Daybook stopped, and goes on.`);
    return live.takeUp(run, policy);
  }
  log.warn(`The run ${runId} of "${policyName}" was interrupted when Daybook stopped.`);
  await endInterrupted(ports, run, verdict.kind === 'fail' ? verdict.reason : undefined);
  const ended = await ports.runs.read(runId);
  if (ended !== undefined && !ended.dryRun) await ports.onEnd(ended, policyName);
}

async function judge(
  { steps, deliveryLog }: RecoveryPorts,
  run: RunRecord,
  policy: Policy | undefined,
): Promise<OrphanVerdict> {
  const verdict = judgeOrphan(run, policy, steps);
  if (verdict.kind !== 'needs-attention') return verdict;
  // Nothing leaves before its delivery is on record, and a file that arrived is found where it was put: only a mail that
  // was being sent leaves a doubt.
  const sending = await deliveryLog.list({ runId: run.runId, status: 'sending', limit: 1_000 });
  const inDoubt = sending.some(({ channel }) => channel !== 'file');
  return inDoubt ? verdict : judgeRepeatable(run, policy, steps);
}

/** What a run for show worked on is thrown away with its process. */
const goneCopy = { kind: 'fail', reason: 'its copy of the database is gone' } as const;

async function endInterrupted(
  { recovery, deliveries, deliveryLog, clock }: RecoveryPorts,
  { runId }: RunRecord,
  reason: string | undefined,
): Promise<void> {
  const at = clock.now();
  for (const { deliveryId } of await deliveryLog.list({ runId, status: 'sending', limit: 1_000 })) {
    const words = 'Daybook stopped while it was being sent.';
    await deliveries.settle(deliveryId, { status: 'unknown', reason: words, at });
  }
  const message =
    reason === undefined
      ? 'Daybook stopped while the step was sending. See under deliveries what is unknown, and say what became of it; then resume the run.'
      : `Daybook stopped while the step was under way, and the run can't go on: ${reason}. Start it again.`;
  await recovery.closeInterrupted(runId, { at, message });
}

async function policyOf(
  { policies, parsePolicy }: RecoveryPorts,
  { policyId, policyVersion }: RunRecord,
): Promise<Policy | undefined> {
  const version = (await policies.versions(policyId)).find(({ version: number }) => number === policyVersion);
  if (version === undefined) return undefined;
  const parsed = parsePolicy(JSON.stringify(version.document));
  return parsed.ok ? parsed.policy : undefined;
}
