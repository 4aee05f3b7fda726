import { describe, expect, it } from '@jest/globals';
import { type DayMatch, describeCron, parseCron } from '@daybook/policy';

const inWords = (text: string, dayMatch?: DayMatch): string => {
  const parsed = parseCron(text, dayMatch);
  return parsed.ok ? describeCron(parsed.cron) : parsed.message;
};

describe('describeCron', () => {
  it.each<[string, DayMatch | undefined, string]>([
    ['30 16 * * FRI', undefined, 'At 04:30 PM, only on Friday'],
    ['*/15 * * * *', undefined, 'Every 15 minutes'],
    ['0 0 L * *', undefined, 'At 12:00 AM, on the last day of the month'],
    ['0 9 * * FRI#3', undefined, 'At 09:00 AM, on the third Friday of the month'],
    ['@daily', undefined, 'At 12:00 AM'],
    ['0 9 13 * 5', 'all', 'At 09:00 AM, on day 13 of the month, and on Friday (a day must match both)'],
  ])('says %s in words', (text, dayMatch, words) => {
    expect(inWords(text, dayMatch)).toBe(words);
  });
});
