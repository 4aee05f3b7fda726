import type { ApiError, RunDetail, RunStateName } from '@daybook/api-contract';
import { type EngineErrorCode, engineErrorCodes } from '@daybook/kernel';

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
  'policy.not-found': 2,
  'policy.conflict': 1,
  'policy.paused': 1,
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
  'run.not-found': 2,
  'run.overlap': 1,
  'run.interrupted': 1,
  'run.fenced': 1,
  'provider.unknown': 2,
  'provider.unconfigured': 1,
  'provider.refused': 1,
  'provider.not-found': 1,
  'provider.response-invalid': 1,
  'transform.mapping-invalid': 1,
  'transform.payload-invalid': 1,
  'transform.quality-below-threshold': 1,
  'transform.rows-rejected': 1,
  'report.query-rejected': 2,
  'report.query-failed': 1,
  'report.section-failed': 1,
  'report.not-found': 1,
  'render.failed': 1,
  'artifact.not-found': 1,
  'delivery.rejected': 1,
  'delivery.unknown': 1,
  'delivery.unreachable': 1,
  'delivery.unconfigured': 1,
  'delivery.not-found': 2,
  'approval.required': 3,
  'approval.mismatch': 3,
  'quota.exceeded': 4,
  'server.unreachable': 1,
  'server.refused': 1,
  'store.busy': 1,
  'store.key-rejected': 5,
  'store.extension-missing': 1,
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

/** The exit code of what the server refused: by the engine's code, or, where it has its own, by the status. */
export function exitCodeOfRefusal({ problem }: ApiError): ExitCode {
  const code = engineErrorCodes.find((known) => known === problem.code);
  if (code !== undefined) return exitCodeOfError(code);
  return problem.status === 404 || problem.status === 422 ? exitCodes.usage : exitCodes.failed;
}

const byRunStatus = {
  queued: 1,
  running: 1,
  success: 0,
  partial: 6,
  failed: 1,
  cancelled: 130,
  needs_attention: 1,
} as const satisfies Record<RunStateName, ExitCode>;

/** The exit code of a run that ended; a database that turned out damaged on the way is told apart from other failures. */
export function exitCodeOfRun({ state, steps }: Pick<RunDetail, 'state' | 'steps'>): ExitCode {
  const damaged = steps.some(({ error }) => error !== undefined && databaseCodes.has(error.code));
  return damaged ? exitCodes.keyOrDatabase : byRunStatus[state];
}

const databaseCodes: ReadonlySet<string> = new Set(['store.damaged', 'store.key-rejected']);
