import { z } from 'zod';

declare const brand: unique symbol;

/** A moment in UTC, always spelled `YYYY-MM-DDTHH:MM:SS.sssZ`, so that text order is time order. */
export type Instant = string & { readonly [brand]: 'Instant' };

const spelled = z.iso.datetime({ offset: true });

/** Reads an ISO 8601 instant with `Z` or an offset; `undefined` when the text is no instant or has no zone. */
export function parseInstant(text: string): Instant | undefined {
  if (!spelled.safeParse(text).success) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : toInstant(milliseconds);
}

/** The instant that many milliseconds after 1970-01-01T00:00:00Z. */
export function toInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function toEpochMs(instant: Instant): number {
  return Date.parse(instant);
}
