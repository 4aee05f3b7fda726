import { toEngineError } from '@daybook/kernel';
import { createPowerEvents, type PowerEvent } from './power-events.ts';
import type { SchedulerPorts } from './scheduler-ports.ts';
import { createTick } from './tick.ts';
import { createClockTicker } from './ticker.ts';

/** Starts what is due. */
export interface Scheduler {
  /**
   * Brings every slot up to now on record and starts those that are to run. Never two at once: a call during a tick
   * waits for it and then for one more.
   * @throws what the store throws when nothing can be read.
   */
  tick(): Promise<void>;
  /** Ticks every second until the signal aborts, then resolves; a tick that fails is logged, and the next one follows. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Told that the machine is about to sleep, or woke up: in between nothing starts, and on waking all that fell due is
   * settled before this resolves.
   */
  power(event: PowerEvent): Promise<void>;
}

/** A scheduler over stored schedules. Only one may work on a store at a time. */
export function createScheduler(ports: SchedulerPorts): Scheduler {
  const {
    clock,
    log,
    ticker = createClockTicker(clock),
    watchdog,
    monotonicMs = () => performance.now(),
  } = ports;
  const pass = createTick(ports);
  const powerEvents = createPowerEvents({ clock, log, monotonicMs });
  let current: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  function begin(signal: AbortSignal | undefined): Promise<void> {
    current = pass(signal).finally(() => {
      current = undefined;
    });
    return current;
  }

  function tick(signal?: AbortSignal): Promise<void> {
    if (queued !== undefined) return queued;
    if (current === undefined) return begin(signal);
    queued = current
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return begin(signal);
      });
    return queued;
  }

  async function look(signal: AbortSignal): Promise<void> {
    try {
      if (powerEvents.isAwake()) await tick(signal);
      watchdog?.feed();
    } catch (error) {
      const { code, message } = toEngineError(error);
      log.error('The scheduler could not look for what is due; it tries again.', { code, error: message });
    }
  }

  return {
    tick: () => tick(),
    async run(signal) {
      watchdog?.feed();
      await ticker.run(() => look(signal), signal);
      watchdog?.rest();
    },
    async power(event) {
      powerEvents.report(event);
      if (event === 'resume') await tick();
    },
  };
}
