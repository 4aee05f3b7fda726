import { createCalendar, parseCalendarOverrides } from '@daybook/calendars';
import { parseInstant, toInstant } from '@daybook/kernel';

export function nextNewYorkCloses() {
  const overrides = parseCalendarOverrides({ XNYS: { closed: { '2026-11-25': 'power failure' } } });
  const { firstCloseAfter, nextSessionAfter, closureOn } = createCalendar('XNYS', overrides);
  const evening = parseInstant('2026-11-24T22:00:00Z') ?? toInstant(0);
  const next = firstCloseAfter(evening);
  return {
    skipped: [closureOn('2026-11-25'), closureOn('2026-11-26')], // ['power failure', 'Thanksgiving Day']
    next, // { date: '2026-11-27', open: …, close: '2026-11-27T18:00:00.000Z', isEarlyClose: true, isKnown: true }
    andThen: nextSessionAfter(next.date).date, // '2026-11-30'
  };
}
