import type { EngineErrorCode } from '@daybook/kernel';
import type { RunRecord, RunStatus } from '@daybook/runner';

/** What the command line ends with. */
export const exitCodes = {
  success: 0,
  failed: 1,
  usage: 2,
  approvalNeeded: 3,
  quotaExceeded: 4,
  keyOrDatabase: 5,
  partial: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byErrorCode = {
  'policy.invalid': 2,
  'policy.unreadable': 2,
  'step.params-invalid': 2,
  'step.type-unknown': 2,
  'step.reference-unresolved': 1,
  'step.output-invalid': 1,
  'step.condition-failed': 1,
  'step.unavailable': 1,
  'assert.failed': 1,
  'step.timeout': 1,
  'run.illegal-transition': 1,
  'run.cancelled': 130,
  'provider.unknown': 2,
  'provider.unconfigured': 1,
  'provider.refused': 1,
  'provider.not-found': 1,
  'provider.response-invalid': 1,
  'transform.mapping-invalid': 1,
  'transform.payload-invalid': 1,
  'transform.quality-below-threshold': 1,
  'transform.rows-rejected': 1,
  'report.query-rejected': 1,
  'report.query-failed': 1,
  'report.section-failed': 1,
  'report.not-found': 1,
  'render.failed': 1,
  'artifact.not-found': 1,
  'delivery.rejected': 1,
  'delivery.unknown': 1,
  'approval.required': 3,
  'store.busy': 1,
  'store.key-rejected': 5,
  'store.migration-failed': 5,
  'store.damaged': 5,
  'store.failed': 1,
  'usage.invalid': 2,
  'engine.unexpected': 1,
} as const satisfies Record<EngineErrorCode, ExitCode>;

/** The exit code of a failure. */
export function exitCodeOfError(code: EngineErrorCode): ExitCode {
  return byErrorCode[code];
}

const byRunStatus = {
  queued: 1,
  running: 1,
  success: 0,
  partial: 6,
  failed: 1,
  cancelled: 130,
  needs_attention: 1,
} as const satisfies Record<RunStatus, ExitCode>;

/** The exit code of a run that ended; a database that turned out damaged on the way is told apart from other failures. */
export function exitCodeOfRun({ state, steps }: RunRecord): ExitCode {
  const damaged = steps.some(
    ({ state: step }) => step.status === 'failed' && databaseCodes.has(step.failure.code),
  );
  return damaged ? exitCodes.keyOrDatabase : byRunStatus[state.status];
}

const databaseCodes: ReadonlySet<string> = new Set(['store.damaged', 'store.key-rejected']);
