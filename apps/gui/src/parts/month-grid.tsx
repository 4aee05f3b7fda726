import type { DayLine } from '../schedule/day-lines.ts';
import { formatDay } from '../words/time.ts';
import { ScheduleLine } from './schedule-line.tsx';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Where today stands on the page. */
export const todayId = 'today';

interface MonthGridProps {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly month: string;
  readonly weeks: readonly (readonly string[])[];
  readonly days: ReadonlyMap<string, readonly DayLine[]>;
  readonly today: string;
}

/** Weeks as rows; where the page is narrow a list of days, the empty ones left out. The roles are given because that takes them away. */
export function MonthGrid({ label, month, weeks, days, today }: MonthGridProps) {
  return (
    <table className="month" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {weekdays.map((name) => (
            <th key={name} role="columnheader" scope="col">
              <abbr title={name}>{name.slice(0, 3)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {weeks.map((dates) => (
          <tr key={dates[0]} role="row">
            {dates.map((date) => (
              <Day
                key={date}
                date={date}
                lines={days.get(date) ?? []}
                isInside={date.startsWith(month)}
                isToday={date === today}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  readonly date: string;
  readonly lines: readonly DayLine[];
  /** Whether it belongs to the month, and not only to its weeks. */
  readonly isInside: boolean;
  readonly isToday: boolean;
}

function Day({ date, lines, isInside, isToday }: DayProps) {
  const classes = ['day', isInside ? '' : 'day-outside', isToday ? 'day-today' : ''];
  if (lines.length === 0 && !isToday) classes.push('day-empty');
  return (
    <td
      role="cell"
      id={isToday ? todayId : undefined}
      className={classes.filter((name) => name !== '').join(' ')}
      aria-current={isToday ? 'date' : undefined}
    >
      <p className="day-head">
        <time dateTime={date}>
          <span className="day-name">{formatDay(`${date}T12:00:00.000Z`, 'UTC')}</span>
          <span className="day-number" aria-hidden="true">
            {Number(date.slice(8))}
          </span>
        </time>
        {isToday && <span className="today">Today</span>}
      </p>
      {lines.length > 0 ? (
        <ul className="day-lines">
          {lines.map((line) => (
            <ScheduleLine key={line.policyId} line={line} />
          ))}
        </ul>
      ) : (
        isToday && <p className="faint day-nothing">Nothing is on the schedule.</p>
      )}
    </td>
  );
}
