import cronstrue from 'cronstrue';

/** Whether a value of a JSON document is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The trigger of a policy document in words, zone included. */
export function describeTrigger(document: Readonly<Record<string, unknown>>): string {
  const trigger = document['trigger'];
  if (!isRecord(trigger)) return 'Only when somebody starts it';
  const { cron, timezone, calendar } = trigger;
  const zone = typeof timezone === 'string' ? ` (${timezone})` : '';
  if (typeof cron === 'string') return `${describeCron(cron)}${zone}`;
  if (isRecord(calendar))
    return `${String(calendar['after_close'])} after the close of ${String(calendar['mic'])}${zone}`;
  return `At a time that this page can't read${zone}`;
}

function describeCron(cron: string): string {
  try {
    return cronstrue.toString(cron, { verbose: false });
  } catch {
    return cron;
  }
}

/** The steps of a document by their id, in order. */
export function stepsOf(document: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const steps: readonly unknown[] = Array.isArray(document['steps']) ? document['steps'] : [];
  return new Map(
    steps.flatMap((step): readonly [string, unknown][] =>
      isRecord(step) && typeof step['id'] === 'string' ? [[step['id'], step]] : [],
    ),
  );
}
