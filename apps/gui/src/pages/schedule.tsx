import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { monthQuery, policiesQuery } from '../api/queries.ts';
import type { ScheduleAnswer } from '../api/read-schedule.ts';
import { useNow } from '../api/use-now.ts';
import { Answer } from '../parts/answer.tsx';
import { Empty } from '../parts/empty.tsx';
import { MonthGrid, todayId } from '../parts/month-grid.tsx';
import { MonthLinks } from '../parts/month-links.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { Section } from '../parts/section.tsx';
import { toDayLines } from '../schedule/day-lines.ts';
import { createDayReader } from '../schedule/day-reader.ts';
import { nameMonth, readMonth, weeksOf } from '../schedule/month.ts';
import { counted } from '../words/amounts.ts';
import { ownZone } from '../words/time.ts';

/** A month of fire times: what became of those that were, and those to come. Which month stands in the address. */
export function SchedulePage() {
  const [search] = useSearchParams();
  const now = useNow(30_000);
  const today = createDayReader(ownZone())(now).date;
  const thisMonth = today.slice(0, 7);
  const month = readMonth(search) ?? thisMonth;
  const schedule = useQuery(monthQuery(useClient(), month));
  return (
    <>
      <PageHeading title="Schedule">
        <p className="lead">
          When policies are due, and what became of it. Times in {ownZone()}; point at one to see it in UTC.
        </p>
      </PageHeading>
      <Section title={nameMonth(month)} aside={<MonthLinks month={month} thisMonth={thisMonth} />}>
        <Answer query={schedule} what="the schedule">
          {(answer) => (
            <Month answer={answer} month={month} today={today} isOld={schedule.isPlaceholderData} />
          )}
        </Answer>
      </Section>
    </>
  );
}

interface MonthProps {
  readonly answer: ScheduleAnswer;
  readonly month: string;
  readonly today: string;
  /** Whether the answer is that of the month before it, until the month's own comes. */
  readonly isOld: boolean;
}

function Month({ answer: { entries, truncated }, month, today, isOld }: MonthProps) {
  const weeks = useMemo(() => weeksOf(month), [month]);
  const days = useMemo(() => toDayLines(entries, ownZone()), [entries]);
  const lines = weeks.flat().flatMap((date) => days.get(date) ?? []);
  const count = lines.reduce((sum, line) => sum + line.entries.length, 0);
  if (count === 0 && !isOld) return <NothingDue month={month} />;
  return (
    <div aria-busy={isOld} className={isOld ? 'waiting' : undefined}>
      <p className="unseen" role="status">
        {nameMonth(month)}: {counted(count, 'entry', 'entries')}
      </p>
      {truncated && (
        <p className="month-cut">
          There is more than is shown here: some entries are missing, or show as “Ran” a run that did not go
          well. All runs are listed under <Link href="/runs">Runs</Link>.
        </p>
      )}
      {weeks.flat().includes(today) && (
        <a href={`#${todayId}`} className="to-today">
          Go to today
        </a>
      )}
      <MonthGrid label={nameMonth(month)} month={month} weeks={weeks} days={days} today={today} />
    </div>
  );
}

/** Says why the month is empty, and what to do about it. */
function NothingDue({ month }: { readonly month: string }) {
  const policies = useQuery(policiesQuery(useClient()));
  return (
    <Answer query={policies} what="the policies">
      {(items) => {
        if (items.length === 0) {
          return (
            <Empty title="No policies yet.">
              <p>
                When they are due, and what became of it, appears here. The <Link href="/">overview</Link>{' '}
                shows two ways to a first one.
              </p>
            </Empty>
          );
        }
        const timed = items.filter(({ schedule }) => schedule !== null);
        if (timed.some(({ standing, enabled }) => standing === 'approved' && enabled)) {
          return (
            <Empty title={`Nothing was due in ${nameMonth(month)}, and nothing is.`}>
              <p>A policy's own page says when it is due next.</p>
            </Empty>
          );
        }
        return (
          <Empty title="No approved policy is on a schedule.">
            <p>
              {timed.length === 0
                ? 'No policy has a trigger: they run only when somebody starts them. Give one a trigger, then approve it'
                : 'Policies with a trigger wait for your approval, are paused or have their schedule switched off. See to it'}{' '}
              under <Link href="/approvals">Approvals</Link>.
            </p>
          </Empty>
        );
      }}
    </Answer>
  );
}
