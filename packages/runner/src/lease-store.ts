import type { Instant } from '@daybook/kernel';

/** The right to run policies on a database; one process has it at a time. */
export interface Lease {
  /** Names the process, such as `host:pid`. */
  readonly holder: string;
  /** Rises with every new holder; what an earlier holder writes afterwards is refused. */
  readonly fence: number;
  readonly expiresAt: Instant;
}

/** What became of asking for the lease. */
export type LeaseAnswer =
  | { readonly kind: 'held'; readonly lease: Lease }
  /** Another process has it. */
  | { readonly kind: 'taken'; readonly lease: Lease };

/** Where the lease is kept. Every method is one atomic step. */
export interface LeaseStore {
  /**
   * Takes the lease when nobody has it, when it has expired, or when its holder is gone.
   * @param request.isGone asked about a holder whose lease still runs; `true` only for a process that surely ended.
   */
  acquire(request: {
    readonly holder: string;
    readonly at: Instant;
    readonly expiresAt: Instant;
    readonly isGone: (holder: string) => boolean;
  }): Promise<LeaseAnswer>;
  /** Holds it longer; `false` when another holder has it by now. */
  renew(fence: number, expiresAt: Instant): Promise<boolean>;
  /** Gives it back; without effect when another holder has it. */
  release(fence: number): Promise<void>;
}
