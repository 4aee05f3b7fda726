import { type Clock, type Logger, toEpochMs } from '@daybook/kernel';

/** What a machine tells of its sleep. */
export type PowerEvent = 'suspend' | 'resume';

/** Knows whether the machine sleeps or slept, from what it is told and from what its clocks show. */
export interface PowerEvents {
  /** Told by the machine. */
  report(event: PowerEvent): void;
  /** Called at every tick; says whether anything may start. */
  isAwake(): boolean;
}

/** Clocks that went apart by more than this were stopped or set; less is how clocks run. In milliseconds. */
const toleranceMs = 2_000;
/** A tick that comes later than this means that the whole process stood still. In milliseconds. */
const standstillMs = 10_000;
/** A machine that told of a sleep and still runs after so long did not go to sleep, or nobody told that it woke. */
const longestFarewellMs = 30_000;

/**
 * Compares the wall clock, which goes on while a machine sleeps and which people set, with one that counts only the time
 * in which the machine runs.
 * @param ports.monotonicMs Milliseconds since some moment, that no setting of the clock changes.
 */
export function createPowerEvents({
  clock,
  log,
  monotonicMs,
}: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly monotonicMs: () => number;
}): PowerEvents {
  let asleepSince: number | undefined;
  let last: { readonly wallMs: number; readonly runMs: number } | undefined;

  /** What the clocks did since the last tick, in words; `undefined` when nothing. */
  function change(wallMs: number, runMs: number): string | undefined {
    if (last === undefined) return undefined;
    const ran = runMs - last.runMs;
    const jumped = wallMs - last.wallMs - ran;
    if (jumped > toleranceMs)
      return `The machine slept for ${inSeconds(jumped)}, or its clock was set forward`;
    if (jumped < -toleranceMs) return `The clock was set back by ${inSeconds(-jumped)}`;
    if (ran > standstillMs) return `Daybook stood still for ${inSeconds(ran)}`;
    return undefined;
  }

  return {
    report(event) {
      log.info(
        event === 'suspend' ? 'The machine is about to sleep; nothing starts.' : 'The machine woke up.',
      );
      asleepSince = event === 'suspend' ? monotonicMs() : undefined;
    },
    isAwake() {
      const [wallMs, runMs] = [toEpochMs(clock.now()), monotonicMs()];
      const found = change(wallMs, runMs);
      last = { wallMs, runMs };
      if (found !== undefined) {
        log.warn(`${found}; slots that fell due meanwhile are settled by their rules of misfire.`);
      }
      if (asleepSince === undefined) return true;
      if (found === undefined && runMs - asleepSince < longestFarewellMs) return false;
      asleepSince = undefined;
      return true;
    },
  };
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
