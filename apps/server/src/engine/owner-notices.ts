import { type Clock, derivedId, type Instant, type Logger, toEngineError } from '@daybook/kernel';
import type { NewNotice, Notice, NoticeStore } from '@daybook/persistence';
import type { RunRecord } from '@daybook/runner';
import type { MissedRuns } from '@daybook/scheduler';
import type { Links } from './links.ts';
import type { Mail } from './mail.ts';

/** Tells the owner, once each, of what went wrong while nobody was looking. */
export interface OwnerNotices {
  /** A run ended; only one that failed or needs a person becomes a notice. */
  runEnded(run: RunRecord, policyName: string): Promise<void>;
  /** Slots passed without a run, because the machine was off or asleep. */
  runsMissed(missed: MissedRuns): Promise<void>;
  /** Nothing looked for what is due, for so many milliseconds; once for each silence. */
  schedulerStalled(silentMs: number): Promise<void>;
  /** Mails what is not mailed yet. */
  mailPending(): Promise<void>;
}

export interface OwnerNoticePorts {
  readonly notices: NoticeStore;
  readonly mail: Mail;
  readonly links: Links;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A mail server that stays away this long is not waited for any more, in milliseconds. */
const patienceMs = 24 * 3_600_000;

export function createOwnerNotices(ports: OwnerNoticePorts): OwnerNotices {
  const { notices, mail, clock, log } = ports;
  let mailing: Promise<void> = Promise.resolve();

  async function add(notice: Omit<NewNotice, 'mail'>): Promise<void> {
    const reachable = await mail.current().catch(() => undefined);
    const isNew = await notices.add({
      ...notice,
      mail: reachable === undefined ? 'none' : 'pending',
    });
    if (isNew) log.info(notice.message, notice.policyId === null ? {} : { policy_id: notice.policyId });
  }

  async function mailAll(): Promise<void> {
    for (const notice of await notices.pendingMail()) await mailOne(ports, notice);
  }

  return {
    async runEnded(run, policyName) {
      const kind = noticeKinds[run.state.status];
      if (kind === undefined) return;
      await add({
        noticeId: derivedId('ntc', 'run', run.runId),
        kind,
        policyId: run.policyId,
        policyName,
        runId: run.runId,
        message: describeRun(run, policyName),
        createdAt: clock.now(),
      });
    },
    async runsMissed({ policyId, policyName, slots }) {
      const instants = slots.map(({ scheduledFor }) => scheduledFor);
      const [first] = instants;
      if (first === undefined) return;
      await add({
        noticeId: derivedId('ntc', 'missed', policyId, first),
        kind: 'run_missed',
        policyId,
        policyName,
        runId: null,
        message: describeMissed(policyName, instants),
        createdAt: clock.now(),
      });
    },
    async schedulerStalled(silentMs) {
      const at = clock.now();
      await add({
        noticeId: derivedId('ntc', 'stalled', at),
        kind: 'scheduler_stalled',
        policyId: null,
        policyName: null,
        runId: null,
        message: `Daybook has not looked for what is due for ${Math.round(silentMs / 1000)} s. Nothing starts until it does. If this goes on, stop it and start it again; what was due then runs by its rule of misfire.`,
        createdAt: at,
      });
    },
    // Two rounds at once would mail twice.
    mailPending: () => (mailing = mailing.then(mailAll, mailAll)),
  };
}

const noticeKinds: Readonly<Record<string, Notice['kind'] | undefined>> = {
  failed: 'run_failed',
  needs_attention: 'run_needs_attention',
};

async function mailOne(
  { notices, mail, links, clock, log }: OwnerNoticePorts,
  notice: Notice,
): Promise<void> {
  try {
    const current = await mail.current();
    const sender = await mail.sender();
    if (current === undefined || sender === undefined) {
      return await notices.markMail(notice.noticeId, 'failed');
    }
    await sender.send(
      {
        from: sender.from,
        to: current.owner,
        subject: subjects[notice.kind](notice.policyName ?? 'Daybook'),
        text: noticeText(notice, links),
        attachments: [],
        messageId: `<${notice.noticeId.replace('_', '-')}@daybook.local>`,
        date: clock.now(),
      },
      AbortSignal.timeout(30_000),
    );
    await notices.markMail(notice.noticeId, 'sent');
  } catch (cause) {
    const error = toEngineError(cause);
    const isOver = error.advice.kind === 'never' || isPast(notice.createdAt, clock.now());
    if (isOver) await notices.markMail(notice.noticeId, 'failed');
    log.warn(`The owner could not be told by mail: ${error.message}`, { notice_id: notice.noticeId });
  }
}

function isPast(since: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(since) > patienceMs;
}

const subjects = {
  run_failed: (name: string) => `Daybook: "${name}" failed`,
  run_needs_attention: (name: string) => `Daybook: "${name}" needs you`,
  run_missed: (name: string) => `Daybook: "${name}" was missed`,
  scheduler_stalled: () => 'Daybook: the scheduler stands still',
} as const satisfies Record<Notice['kind'], (name: string) => string>;

function noticeText({ message, runId, policyId }: Notice, links: Links): string {
  const link = runId !== null ? links.run(runId) : policyId !== null ? links.policy(policyId) : links.base;
  return `${message}\n\nSee ${link}\n\nYou get this message once, because you are the owner of this Daybook.\n`;
}

function describeRun({ steps, state, scheduledFor }: RunRecord, name: string): string {
  const failed = steps.flatMap(({ stepId, state: step }) =>
    step.status === 'failed' ? [`step "${stepId}": ${step.failure.message}`] : [],
  );
  const what = state.status === 'failed' ? 'failed' : 'was interrupted while it was sending';
  const why = failed.length === 0 ? '' : ` In ${failed.join(' In ')}`;
  return `The run of "${name}" for ${scheduledFor} ${what}.${why}`;
}

function describeMissed(name: string, instants: readonly Instant[]): string {
  const [first] = instants;
  if (instants.length === 1) {
    return `The run of "${name}" that was due at ${first} did not happen: Daybook was not running, and it was too late afterwards.`;
  }
  return `${instants.length} runs of "${name}" that were due between ${first} and ${instants.at(-1)} did not happen: Daybook was not running, and it was too late afterwards.`;
}
