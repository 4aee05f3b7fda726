import { describe, expect, it } from '@jest/globals';
import { comingRuns } from '../src/schedule/coming-runs.ts';

describe('comingRuns', () => {
  it('does not promise a run on a day on which the market is closed', () => {
    const fire = (at: string, note: 'moved' | 'market_closed' | null) => ({
      at,
      local: at,
      note,
      policy_id: 'pol_1',
      policy_name: 'brief',
    });
    const coming = [
      fire('2026-11-26T14:00:00.000Z', 'market_closed'),
      fire('2026-11-27T14:00:00.000Z', null),
      fire('2026-12-29T16:30:00.000Z', 'moved'),
    ];
    expect(comingRuns(coming)).toEqual(coming.slice(1));
  });
});
