/** What calendar and clock of a zone show at an instant. */
export interface DayTime {
  /** `2026-12-07` */
  readonly date: string;
  /** `16:30` */
  readonly time: string;
}

/** Reads instants in one zone. Making the format is what takes long, so it is made once for many. */
export function createDayReader(zone: string): (at: string | number) => DayTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    return {
      date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
      time: `${parts.get('hour')}:${parts.get('minute')}`,
    };
  };
}
