import { describe, expect, it } from '@jest/globals';
import { createWatchdog } from '@daybook/scheduler';

function setUp() {
  let nowMs = 0;
  const watchdog = createWatchdog(() => nowMs);
  /** Looks every five seconds of the time that passes, and gives the alarms. */
  const alarms = (seconds: number): readonly number[] => {
    const found: number[] = [];
    for (let passed = 0; passed < seconds; passed += 5) {
      nowMs += 5_000;
      const silentMs = watchdog.check();
      if (silentMs !== undefined) found.push(silentMs / 1000);
    }
    return found;
  };
  return { watchdog, alarms, standStill: (seconds: number) => (nowMs += seconds * 1000) };
}

describe('a watchdog', () => {
  it('raises one alarm for one silence of a minute', () => {
    const { watchdog, alarms } = setUp();
    watchdog.feed();
    expect(alarms(60)).toEqual([]);
    expect(alarms(600)).toEqual([65]);
    watchdog.feed();
    expect(alarms(60)).toEqual([]);
    expect(alarms(10)).toEqual([65]);
  });

  it('expects nothing before the first tick, and nothing at rest', () => {
    const { watchdog, alarms } = setUp();
    expect(alarms(600)).toEqual([]);
    watchdog.feed();
    watchdog.rest();
    expect(alarms(600)).toEqual([]);
  });

  it('does not blame the scheduler for a process that stood still', () => {
    const { watchdog, alarms, standStill } = setUp();
    watchdog.feed();
    expect(alarms(5)).toEqual([]);
    standStill(3600);
    expect(alarms(5)).toEqual([]);
    watchdog.feed();
    expect(alarms(30)).toEqual([]);
  });
});
