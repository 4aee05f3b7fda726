import type { RunStep } from '@daybook/api-contract';

/** A bar, in per cent of the axis. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly ms: number;
}

/** A mark on the axis. */
export interface Tick {
  readonly left: number;
  readonly ms: number;
}

/** Where each step stands in time. */
export interface Gantt {
  readonly totalMs: number;
  /** By the step's id; a step that did not start has none. */
  readonly bars: ReadonlyMap<string, Bar>;
  readonly ticks: readonly Tick[];
}

/** Lengths between two marks that people read easily, in milliseconds. */
const tickLengths = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000))
  .concat([1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * 60_000));

/** Lays the steps of a run out between the start of the first and the end of the last; `now` ends what still runs. */
export function toGantt(steps: readonly RunStep[], now: number): Gantt {
  const spans = steps.flatMap(({ id, started_at, finished_at }) => {
    if (started_at === null) return [];
    const from = Date.parse(started_at);
    const until = finished_at === null ? now : Date.parse(finished_at);
    return [{ id, from, until: Math.max(from, until) }];
  });
  const start = Math.min(...spans.map(({ from }) => from));
  const totalMs = spans.length === 0 ? 0 : Math.max(...spans.map(({ until }) => until)) - start;
  const scale = totalMs === 0 ? 0 : 100 / totalMs;
  const bars = spans.map(({ id, from, until }): [string, Bar] => [
    id,
    { left: (from - start) * scale, width: (until - from) * scale, ms: until - from },
  ]);
  return { totalMs, bars: new Map(bars), ticks: toTicks(totalMs) };
}

/** Five marks at most, the first at zero. */
function toTicks(totalMs: number): readonly Tick[] {
  if (totalMs === 0) return [];
  const length = tickLengths.find((candidate) => totalMs / candidate <= 4) ?? totalMs;
  return Array.from({ length: Math.floor(totalMs / length) + 1 }, (_, index) => ({
    left: ((index * length) / totalMs) * 100,
    ms: index * length,
  }));
}
