import { useState } from 'react';
import { Link } from 'wouter';
import type { DayLine, OutcomeCount, TimedEntry } from '../schedule/day-lines.ts';
import { outcomeLooks } from '../words/schedule-words.ts';
import { formatUtc } from '../words/time.ts';
import { Icon } from './icon.tsx';

/** What one policy has on one day: its only entry, or all of them in short, to be opened. */
export function ScheduleLine({ line }: { readonly line: DayLine }) {
  const { policyId, policyName, times, entries, counts, remark } = line;
  const [only, ...others] = entries;
  const isOne = only !== undefined && others.length === 0;
  const hasRun = isOne && only.runId !== null;
  return (
    <li className="line">
      <p className="line-head">
        {isOne ? <EntryTime entry={only} /> : <span className="line-times">{times}</span>}{' '}
        <Link href={hasRun ? `/runs/${only.runId}` : `/policies/${policyId}`} className="line-name">
          <bdi>{policyName}</bdi>
          {hasRun && <span className="unseen">, its run</span>}
        </Link>
      </p>
      {!isOne && <Entries line={line} />}
      {isOne && <OutcomeWords counts={counts} />}
      {remark !== null && <span className="line-remark"> · {remark}</span>}
    </li>
  );
}

/** The entries themselves are drawn when they are asked for: a month can hold thousands. */
function Entries({ line: { policyName, times, entries, counts, remark } }: { readonly line: DayLine }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="line-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <OutcomeWords counts={counts} />
      </summary>
      {isOpen && (
        <section className="line-entries" aria-label={`${policyName}, ${times}`} tabIndex={0}>
          <ol>
            {entries.map((entry) => (
              <li key={entry.at}>
                {entry.runId === null ? (
                  <EntryTime entry={entry} />
                ) : (
                  <Link href={`/runs/${entry.runId}`}>
                    <EntryTime entry={entry} />
                    <span className="unseen">, its run</span>
                  </Link>
                )}{' '}
                <OutcomeWords counts={[{ outcome: entry.outcome, count: 1 }]} />
                {entry.remark !== remark && <span className="line-remark"> · {entry.remark}</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </details>
  );
}

function EntryTime({ entry: { at, time } }: { readonly entry: TimedEntry }) {
  return (
    <time className="line-times" dateTime={at} title={formatUtc(at)}>
      {time}
    </time>
  );
}

/** Outcomes by shape, word and colour, the worst first; how often, where it is more than once. */
function OutcomeWords({ counts }: { readonly counts: readonly OutcomeCount[] }) {
  const isOnce = counts.length === 1 && counts[0]?.count === 1;
  return (
    <span className="outcomes">
      {counts.map(({ outcome, count }) => {
        const { icon, text, tone } = outcomeLooks[outcome];
        return (
          <span key={outcome} className={`outcome tone-${tone}`}>
            <Icon name={icon} />
            <span>{isOnce ? text : `${count}× ${text}`}</span>
          </span>
        );
      })}
    </span>
  );
}
