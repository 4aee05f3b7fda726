import type { nextRunStatuses, nextStepStatuses } from '@daybook/runner';

// The runner's tables decide; this package may import its ports as types only. The tables' types are literal, so a copy
// that differs from the original in anything does not compile.
const steps: typeof nextStepStatuses = {
  pending: ['running', 'skipped'],
  running: ['running', 'success', 'failed', 'cancelled'],
  success: [],
  failed: [],
  cancelled: [],
  skipped: [],
};

const runs: typeof nextRunStatuses = {
  queued: ['running', 'cancelled'],
  running: ['success', 'partial', 'failed', 'cancelled', 'needs_attention'],
  success: [],
  partial: [],
  failed: [],
  cancelled: [],
  needs_attention: [],
};

/** Every legal transition of a step as `from>to`, for comparison in SQL. */
export const legalStepTransitions = pairs(steps);

/** Every legal transition of a run as `from>to`, for comparison in SQL. */
export const legalRunTransitions = pairs(runs);

function pairs(next: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(next).flatMap(([from, followers]) => followers.map((to) => `${from}>${to}`));
}
