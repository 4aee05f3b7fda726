import type { Instant, JsonObject, JsonValue } from '@daybook/kernel';

/** Why a step was not run. */
export type SkipReason = 'skip_if' | 'dependency_skipped' | 'dependency_failed' | 'run_failed' | 'cancelled';

/** A failure as it is kept and shown. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly advice: 'never' | 'backoff' | 'after';
  /** Facts for programs, such as which of several recipients refused. */
  readonly details?: JsonObject;
}

/** Where a step of a run stands. */
export type StepState =
  | { readonly status: 'pending' }
  | { readonly status: 'running'; readonly attempt: number; readonly startedAt: Instant }
  | {
      readonly status: 'success';
      /** The attempt that succeeded. */
      readonly attempt: number;
      readonly startedAt: Instant;
      readonly finishedAt: Instant;
      readonly output: JsonValue;
      /** The output is that of the run which this one resumes; the attempt and the times are those of then. */
      readonly reused?: true;
    }
  | {
      readonly status: 'failed';
      readonly attempt: number;
      readonly startedAt: Instant;
      readonly finishedAt: Instant;
      readonly failure: Failure;
    }
  | { readonly status: 'cancelled'; readonly attempt: number; readonly finishedAt: Instant }
  | { readonly status: 'skipped'; readonly reason: SkipReason };

export type StepStatus = StepState['status'];

/** Which status may follow which. A failed attempt that is tried again stays `running`, with the next attempt. */
export const nextStepStatuses = {
  pending: ['running', 'skipped'],
  running: ['running', 'success', 'failed', 'cancelled'],
  success: [],
  failed: [],
  cancelled: [],
  skipped: [],
} as const satisfies Record<StepStatus, readonly StepStatus[]>;

/** Whether a step in `from` may go to `to`. */
export function isLegalStepTransition(from: StepStatus, to: StepStatus): boolean {
  return (nextStepStatuses[from] as readonly StepStatus[]).includes(to);
}
