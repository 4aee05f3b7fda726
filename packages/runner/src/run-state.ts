import type { Instant } from '@daybook/kernel';

/** Where a run stands. */
export type RunState =
  | { readonly status: 'queued' }
  | { readonly status: 'running'; readonly startedAt: Instant }
  | {
      readonly status: 'success' | 'partial' | 'failed' | 'cancelled' | 'needs_attention';
      readonly startedAt: Instant;
      readonly finishedAt: Instant;
    };

export type RunStatus = RunState['status'];

/** Which status may follow which. */
export const nextRunStatuses = {
  queued: ['running', 'cancelled'],
  running: ['success', 'partial', 'failed', 'cancelled', 'needs_attention'],
  success: [],
  partial: [],
  failed: [],
  cancelled: [],
  needs_attention: [],
} as const satisfies Record<RunStatus, readonly RunStatus[]>;

/** Whether a run in `from` may go to `to`. */
export function isLegalRunTransition(from: RunStatus, to: RunStatus): boolean {
  return (nextRunStatuses[from] as readonly RunStatus[]).includes(to);
}
