import cronstrue from 'cronstrue';
import type { CronExpression } from './cron-expression.ts';

/** What an expression means, in plain English: `At 04:30 PM, only on Friday`. The zone is not part of it. */
export function describeCron(cron: CronExpression): string {
  const text = cronstrue.toString(cron.source, { verbose: false });
  if (cron.dayMatch === undefined) return text;
  return `${text} (a day must match ${cron.dayMatch === 'any' ? 'either of the two' : 'both'})`;
}
