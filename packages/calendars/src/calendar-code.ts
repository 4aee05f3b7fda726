/**
 * The calendars that there are: three exchanges and Nasdaq by market identifier code, the ECB's payment system, the
 * currency market, and crypto.
 */
export const calendarCodes = ['XNYS', 'XNAS', 'XLON', 'XETR', 'TARGET', 'FX', 'CRYPTO'] as const;

export type CalendarCode = (typeof calendarCodes)[number];
