import { createCalendars } from '@daybook/calendars';

/** The calendars that are used where nobody hands others over; one set, because it remembers what it worked out. */
export const shippedCalendars = createCalendars();
