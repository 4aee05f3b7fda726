import type {
  DeliveryDocument,
  PolicySummary,
  RunStateName,
  RunSummary,
  StepStateName,
} from '@daybook/api-contract';

/** What the eye gets beside the word: each icon has a shape of its own, so colour is never needed to tell them apart. */
export type IconName =
  | 'check'
  | 'cross'
  | 'warning'
  | 'question'
  | 'running'
  | 'waiting'
  | 'stopped'
  | 'skipped'
  | 'missed'
  | 'closed'
  | 'starting'
  | 'paused'
  | 'reads'
  | 'writes'
  | 'sends'
  | 'info';

/** `calm` carries no message. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

/** How a state is shown: by shape, by word and by colour. */
export interface Look {
  readonly icon: IconName;
  readonly text: string;
  readonly tone: Tone;
}

export const runLooks = {
  queued: { icon: 'waiting', text: 'Queued', tone: 'calm' },
  running: { icon: 'running', text: 'Running', tone: 'busy' },
  success: { icon: 'check', text: 'Success', tone: 'good' },
  partial: { icon: 'warning', text: 'Partial', tone: 'warn' },
  failed: { icon: 'cross', text: 'Failed', tone: 'bad' },
  cancelled: { icon: 'stopped', text: 'Cancelled', tone: 'calm' },
  needs_attention: { icon: 'question', text: 'Needs attention', tone: 'warn' },
} as const satisfies Record<RunStateName, Look>;

export const stepLooks = {
  pending: { icon: 'waiting', text: 'Not started', tone: 'calm' },
  running: { icon: 'running', text: 'Running', tone: 'busy' },
  success: { icon: 'check', text: 'Success', tone: 'good' },
  failed: { icon: 'cross', text: 'Failed', tone: 'bad' },
  cancelled: { icon: 'stopped', text: 'Cancelled', tone: 'calm' },
  skipped: { icon: 'skipped', text: 'Skipped', tone: 'calm' },
} as const satisfies Record<StepStateName, Look>;

export const standingLooks = {
  approved: { icon: 'check', text: 'Approved', tone: 'good' },
  proposed: { icon: 'waiting', text: 'Waits for approval', tone: 'warn' },
  rejected: { icon: 'cross', text: 'Rejected', tone: 'bad' },
  paused: { icon: 'paused', text: 'Paused', tone: 'calm' },
} as const satisfies Record<PolicySummary['standing'], Look>;

export const deliveryLooks = {
  sending: { icon: 'running', text: 'Sending', tone: 'busy' },
  sent: { icon: 'check', text: 'Sent', tone: 'good' },
  failed: { icon: 'cross', text: 'Failed', tone: 'bad' },
  unknown: { icon: 'question', text: 'Unknown', tone: 'warn' },
} as const satisfies Record<DeliveryDocument['status'], Look>;

export const effectLooks = {
  none: { icon: 'reads', text: 'Reads', tone: 'calm' },
  'local-write': { icon: 'writes', text: 'Writes', tone: 'busy' },
  'external-delivery': { icon: 'sends', text: 'Sends', tone: 'warn' },
} as const satisfies Record<'none' | 'local-write' | 'external-delivery', Look>;

/** Why a run exists, in words. */
export const causeWords = {
  schedule: 'On schedule',
  manual: 'By hand',
  agent: 'By an agent',
  catch_up: 'Catching up',
  backfill: 'For a past time',
  resume: 'Resumed',
} as const satisfies Record<RunSummary['cause'], string>;

const skipReasons = new Map([
  ['skip_if', 'its skip condition holds'],
  ['dependency_skipped', 'a step that it needs was skipped'],
  ['dependency_failed', 'a step that it needs failed'],
  ['run_failed', 'the run had failed before'],
  ['cancelled', 'the run was cancelled'],
]);

/** Why a step was skipped, in words; the reason itself when it is a new one. */
export function describeSkip(reason: string): string {
  return skipReasons.get(reason) ?? reason.replaceAll('_', ' ');
}

/** The look of a state that came as plain text; an unknown one is shown as it is. */
export function lookOfRun(state: string): Look {
  return (
    Object.entries(runLooks).find(([name]) => name === state)?.[1] ?? {
      icon: 'info',
      text: state,
      tone: 'calm',
    }
  );
}
