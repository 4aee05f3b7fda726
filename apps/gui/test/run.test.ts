import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyRunEvent, hasEnded, runDuration } from '../src/run/apply-run-event.ts';
import { failedLately } from '../src/run/failed-lately.ts';
import { toGantt } from '../src/run/gantt.ts';
import { readRunFilter } from '../src/run/run-filter.ts';
import { makeRun, makeStep, noon } from './run-fixture.ts';

describe('toGantt', () => {
  it('lays steps side by side on one axis', () => {
    const steps = [makeStep('a', 0, 2_000), makeStep('b', 2_000, 8_000), makeStep('c', null, null)];
    const { totalMs, bars, ticks } = toGantt(steps, noon);
    expect(totalMs).toBe(8_000);
    expect([...bars]).toEqual([
      ['a', { left: 0, width: 25, ms: 2_000 }],
      ['b', { left: 25, width: 75, ms: 6_000 }],
    ]);
    expect(ticks.map(({ ms }) => ms)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
  });

  it('ends a running step now, and never before it began', () => {
    expect(toGantt([makeStep('a', 0, null)], noon + 500).bars.get('a')).toEqual({
      left: 0,
      width: 100,
      ms: 500,
    });
    expect(toGantt([makeStep('a', 0, null)], noon - 500).bars.get('a')).toEqual({ left: 0, width: 0, ms: 0 });
  });

  it('has no axis before the first step starts', () => {
    expect(toGantt([makeStep('a', null, null)], noon)).toEqual({ totalMs: 0, bars: new Map(), ticks: [] });
  });

  it('keeps every bar and mark on the axis', () => {
    const span = fc.tuple(fc.nat(9_000_000), fc.nat(9_000_000));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), (spans) => {
        const steps = spans.map(([from, length], index) => makeStep(`s${index}`, from, from + length));
        const { bars, ticks } = toGantt(steps, noon);
        for (const { left, width } of bars.values()) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(100.000_001);
        }
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every(({ left }) => left >= 0 && left <= 100)).toBe(true);
      }),
    );
  });
});

describe('applyRunEvent', () => {
  const run = makeRun([makeStep('a', 0, null), makeStep('b', null, null)]);

  it('replaces the step that changed', () => {
    const step = makeStep('a', 0, 400);
    expect(applyRunEvent(run, { kind: 'step', run_id: run.id, step })?.steps).toEqual([step, run.steps[1]]);
  });

  it('takes the whole run as it comes', () => {
    const ended = makeRun([], 'success');
    expect(applyRunEvent(undefined, { kind: 'run', run: ended })).toBe(ended);
  });

  it('leaves other runs alone', () => {
    expect(applyRunEvent(run, { kind: 'step', run_id: 'run_2', step: makeStep('a', 0, 1) })).toBe(run);
    expect(
      applyRunEvent(undefined, { kind: 'step', run_id: 'run_2', step: makeStep('a', 0, 1) }),
    ).toBeUndefined();
  });
});

describe('runDuration', () => {
  it('counts up to now while a run is under way', () => {
    expect(runDuration(makeRun([]), noon + 700)).toBe(700);
    expect(runDuration({ ...makeRun([]), finished_at: '2026-03-06T12:00:02.000Z' }, noon)).toBe(2_000);
    expect(runDuration({ ...makeRun([]), started_at: null }, noon)).toBeNull();
  });

  it('is over in every state but queued and running', () => {
    const states = [
      'queued',
      'running',
      'success',
      'partial',
      'failed',
      'cancelled',
      'needs_attention',
    ] as const;
    expect(states.filter((state) => !hasEnded(state))).toEqual(['queued', 'running']);
  });
});

describe('failedLately', () => {
  it('keeps the last seven days, newest first', () => {
    const ago = (id: string, days: number) => ({
      ...makeRun([], 'failed'),
      id,
      created_at: new Date(noon - days * 86_400_000).toISOString(),
    });
    const runs = [ago('run_3', 3), ago('run_8', 8), ago('run_1', 1)];
    expect(failedLately(runs, noon).map(({ id }) => id)).toEqual(['run_1', 'run_3']);
  });
});

describe('readRunFilter', () => {
  it('reads what an address holds and leaves nonsense out', () => {
    expect(readRunFilter(new URLSearchParams('state=failed&policy=pol_1a'))).toEqual({
      state: 'failed',
      policy_id: 'pol_1a',
    });
    expect(readRunFilter(new URLSearchParams('state=asleep&policy=../x'))).toEqual({});
  });
});
