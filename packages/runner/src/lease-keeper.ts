import { type Clock, EngineError, type Instant, type Logger, toEpochMs, toInstant } from '@daybook/kernel';
import type { LeaseStore } from './lease-store.ts';

/** Holds the lease for this process while it needs it. */
export interface LeaseKeeper {
  /**
   * Takes the lease unless it is held already. Whoever takes it first settles what earlier holders left behind, before
   * this resolves.
   * @throws {EngineError} `store.busy`, advice backoff, while another process has it.
   */
  ensure(): Promise<void>;
  /** What commits are marked with; `null` while the lease is not held. */
  fence(): number | null;
  /** Renews the lease until the signal aborts or the lease is lost; then it is held no more. */
  keep(signal: AbortSignal): Promise<void>;
  /** Gives it back, so that the next process need not wait. */
  release(): Promise<void>;
}

export interface LeaseKeeperPorts {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process. */
  readonly holder: string;
  /** Whether a process that held the lease surely ended. */
  readonly isGone: (holder: string) => boolean;
  /**
   * Called with the lease in hand, before anything is run. When it fails, the lease is given back, and whoever asks next
   * tries anew. It must not wait for `ensure`, which waits for it.
   */
  readonly onTaken: () => Promise<void>;
  /**
   * Called when another process has taken the lease, or `onTaken` failed half-way: nothing that is under way may be
   * committed any more.
   */
  readonly onLost: () => void;
}

/** How long a lease runs without being renewed, in milliseconds: within ten seconds of its last sign, a process that hangs is replaced. */
const lifetimeMs = 8_000;
/** How often it is renewed, in milliseconds. */
const renewMs = 2_000;

export function createLeaseKeeper(ports: LeaseKeeperPorts): LeaseKeeper {
  const { store, clock, log, holder, isGone, onTaken, onLost } = ports;
  let fence: number | null = null;
  let taking: Promise<void> | undefined;

  async function take(): Promise<void> {
    const at = clock.now();
    const answer = await store.acquire({ holder, at, expiresAt: later(at, lifetimeMs), isGone });
    if (answer.kind === 'taken') {
      const message = `Another Daybook process (${answer.lease.holder}) runs policies on this database. Wait until it has ended, or ask it.`;
      throw new EngineError('store.busy', message, { advice: { kind: 'backoff' } });
    }
    const taken = answer.lease.fence;
    fence = taken;
    try {
      await onTaken();
    } catch (cause) {
      // Held all the same, the next one who asks would go ahead although nothing was settled.
      await giveBack(taken, cause);
      throw cause;
    }
  }

  async function giveBack(taken: number, cause: unknown): Promise<void> {
    log.error('What an earlier process left behind could not be settled; nothing is run.', {
      error: String(cause),
    });
    if (fence !== taken) return;
    fence = null;
    onLost();
    await store.release(taken).catch(() => undefined);
  }

  async function renew(): Promise<void> {
    if (fence === null) return;
    const held = fence;
    if (await store.renew(held, later(clock.now(), lifetimeMs))) return;
    // Given back meanwhile, and perhaps taken anew: nothing was lost.
    if (fence !== held) return;
    fence = null;
    log.error('Another process has taken over the database; this one runs nothing any more.', {
      fence: held,
    });
    onLost();
  }

  return {
    async ensure() {
      if (taking === undefined && fence !== null) return;
      taking ??= take().finally(() => {
        taking = undefined;
      });
      await taking;
    },
    fence: () => fence,
    async keep(signal) {
      while (!signal.aborted && fence !== null) {
        await renew().catch((cause: unknown) => log.warn(`The lease could not be renewed: ${String(cause)}`));
        await clock.sleep(renewMs, signal).catch(() => undefined);
      }
    },
    async release() {
      if (fence === null) return;
      const held = fence;
      fence = null;
      await store.release(held);
    },
  };
}

function later(at: Instant, ms: number): Instant {
  return toInstant(toEpochMs(at) + ms);
}
