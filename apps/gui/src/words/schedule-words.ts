import type { PolicyDetail, SlotDocument } from '@daybook/api-contract';
import { type Look, runLooks } from './looks.ts';

/** What becomes of a fire time, the worst first. */
export const outcomes = [
  'failed',
  'needs_attention',
  'partial',
  'missed',
  'cancelled',
  'skipped',
  'running',
  'starting',
  'ran',
  'due',
  'closed',
] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeLooks = {
  failed: runLooks.failed,
  needs_attention: runLooks.needs_attention,
  partial: runLooks.partial,
  missed: { icon: 'missed', text: 'Missed', tone: 'warn' },
  cancelled: runLooks.cancelled,
  skipped: { icon: 'skipped', text: 'Skipped', tone: 'calm' },
  running: runLooks.running,
  starting: { icon: 'starting', text: 'Starting', tone: 'busy' },
  ran: { icon: 'check', text: 'Ran', tone: 'good' },
  due: { icon: 'waiting', text: 'Due', tone: 'calm' },
  closed: { icon: 'closed', text: 'Market closed', tone: 'calm' },
} as const satisfies Record<Outcome, Look>;

/** What the clocks or a market's sessions do to a fire time, in words. */
export const fireNoteWords = {
  shifted: 'the clocks skip its time',
  repeated: 'the clocks show this hour twice',
  moved: 'moved from a day without a session',
  market_closed: 'the market is closed: nothing runs',
} as const satisfies Record<NonNullable<PolicyDetail['next_fires'][number]['note']>, string>;

/** Why a slot did not run, in words; a closed market is said by the outcome already. */
export const slotReasonWords = {
  misfired: 'too late to run',
  coalesced: 'a later one ran in its place',
  overlap: 'the run before it was still under way',
  quota: 'its limit of runs was reached',
  paused: 'the policy was paused',
  awaiting_approval: 'no version was approved',
  market_closed: null,
} as const satisfies Record<NonNullable<SlotDocument['reason']>, string | null>;
