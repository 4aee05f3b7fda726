/** Whether a text names a zone of the IANA database; offsets such as `+02:00` do not. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** The zones that this Node knows by their first names. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
