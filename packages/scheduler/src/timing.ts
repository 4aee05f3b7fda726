import type { CalendarCode } from '@daybook/calendars';
import type { DayMatch } from '@daybook/policy';

/** When a policy is due, as its trigger says. */
export type Timing = CronTiming | AfterCloseTiming;

/** A cron expression in a time zone. */
export interface CronTiming {
  readonly cron: string;
  /** An IANA name. */
  readonly timezone: string;
  /** Needed when both day fields are restricted. */
  readonly dayMatch?: DayMatch | null;
  /** The market whose sessions count; left out, every day counts. */
  readonly market?: MarketDays;
}

/** What becomes of a fire time on a day on which a market has no session. */
export interface MarketDays {
  /** One whose day is that of its clocks, as an exchange's is. */
  readonly calendar: Exclude<CalendarCode, 'FX'>;
  /** `skip`: it does not run; `next_open`: it moves to the same time of the next day with a session. */
  readonly closed: 'skip' | 'next_open';
}

/** Once after each session of a market, early closes included. */
export interface AfterCloseTiming {
  readonly afterClose: {
    readonly calendar: CalendarCode;
    /** An ISO 8601 duration below a day, such as `PT30M`. */
    readonly delay: string;
  };
  /** An IANA name: whose clocks a person reads the fire times on. */
  readonly timezone: string;
}
