import { type NoticeDocument, routes } from '@daybook/api-contract';
import { Link } from 'wouter';
import { useChange } from '../api/use-change.ts';
import type { IconName } from '../words/looks.ts';
import { ActionButton } from './action-button.tsx';
import { Icon } from './icon.tsx';
import { Moment } from './moment.tsx';
import { ProblemNote } from './problem-note.tsx';

const icons = {
  run_failed: 'cross',
  run_needs_attention: 'question',
  run_missed: 'warning',
  scheduler_stalled: 'cross',
} as const satisfies Record<NoticeDocument['kind'], IconName>;

const mailWords: Record<NoticeDocument['mail'], string> = {
  pending: 'A mail to you is on its way',
  sent: 'A mail told you',
  failed: 'The mail to you failed',
  none: 'No mail: no address of the owner is set',
};

/** What the owner should know, until they have read it. */
export function NoticeList({
  notices,
  now,
}: {
  readonly notices: readonly NoticeDocument[];
  readonly now: number;
}) {
  return (
    <ul className="cards">
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} now={now} />
      ))}
    </ul>
  );
}

function Notice({ notice, now }: { readonly notice: NoticeDocument; readonly now: number }) {
  const { id, kind, policy_id, policy_name, run_id, message, created_at, mail } = notice;
  const title = policy_name ?? 'The scheduler stands still';
  const dismiss = useChange(routes.dismissNotice, { makesOld: ['notices'] });
  return (
    <li className={`card tone-${kind === 'run_failed' || kind === 'scheduler_stalled' ? 'bad' : 'warn'}`}>
      <Icon name={icons[kind]} />
      <div className="card-words">
        {policy_id === null ? (
          <strong className="card-title">{title}</strong>
        ) : (
          <Link href={run_id === null ? `/policies/${policy_id}` : `/runs/${run_id}`} className="card-title">
            <bdi>{title}</bdi>
          </Link>
        )}
        <p className="words" dir="auto">
          {message}
        </p>
        <p className="faint">
          <Moment at={created_at} now={now} /> · {mailWords[mail]}
        </p>
        {dismiss.problem !== null && <ProblemNote problem={dismiss.problem} />}
      </div>
      <ActionButton
        onClick={() => dismiss.ask({ params: { id } })}
        isUnderWay={dismiss.isUnderWay}
        label={`Dismiss the notice about ${title}`}
      >
        Dismiss
      </ActionButton>
    </li>
  );
}
