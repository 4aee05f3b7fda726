/** What the clocks of a market show, `HH:MM`; `24:00` is the end of the day. */
export type LocalTime = string;

const form = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Whether a text is a time within a day, `00:00` to `23:59`. */
export function isLocalTime(text: string): boolean {
  return form.test(text);
}

/** Minutes since midnight, as clocks show it. */
export function toMinutes(time: LocalTime): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
