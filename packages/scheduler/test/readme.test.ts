import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parseInstant, toInstant } from '@daybook/kernel';
import type { ScheduledOrder } from '@daybook/scheduler';
import { createHandTurnedClock } from './hand-turned-clock.ts';
import { startWhatIsDue } from './readme-example.ts';

describe('README', () => {
  it('shows the example that runs here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = await readFile(new URL('readme-example.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('says what its example gives', async () => {
    const clock = createHandTurnedClock(parseInstant('2026-07-03T20:30:05Z') ?? toInstant(0));
    const orders: ScheduledOrder[] = [];
    const fires = await startWhatIsDue(clock, async (order) => {
      orders.push(order);
      return { kind: 'started' };
    });
    expect(fires[0]).toEqual({
      at: '2026-07-03T20:30:00.000Z',
      local: '2026-07-03T16:30:00-04:00[America/New_York]',
    });
    expect(orders).toMatchObject([{ scheduledFor: '2026-07-03T20:30:00.000Z', cause: 'schedule' }]);
  });
});
