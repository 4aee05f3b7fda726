export { isPerson } from './actor.ts';
export type { ApprovalStore, Decision } from './approval-store.ts';
export { type Approvals, type ApprovalsPorts, createApprovals, type DecisionRequest } from './approvals.ts';
export type { AuditEntry, AuditEvent, AuditLog } from './audit-log.ts';
export {
  defaultLimits,
  describeLimit,
  type Limit,
  type Limits,
  type QuotaBucket,
  quotaBuckets,
} from './limits.ts';
export { type PolicyStanding, policyStanding, proposalOf } from './policy-standing.ts';
export type { PolicyStore, PolicyVersion, StoredPolicy, Verdict, VersionToSave } from './policy-store.ts';
export type { QuotaAnswer, QuotaRequest, QuotaStore } from './quota-store.ts';
export { createQuotas, type Quotas, type QuotasOptions } from './quotas.ts';
export type { ResumeOrder, RunOrder, RunStarter } from './run-starter.ts';
export {
  createSavePolicy,
  type PolicyToSave,
  policyIdOf,
  type SavedPolicy,
  type SavePolicy,
  type SavePolicyPorts,
} from './save-policy.ts';
export {
  createStartDryRun,
  type DryRunOrder,
  type DryRunRequest,
  type DryRunStarter,
  type StartDryRun,
  type StartDryRunPorts,
} from './start-dry-run.ts';
export {
  createStartRun,
  type RunRequest,
  type StartedRun,
  type StartRun,
  type StartRunPorts,
} from './start-run.ts';
export { type Scope, scopes, type TokenKind, type TokenRecord, type TokenStore } from './token-store.ts';
export {
  type Authenticated,
  createTokens,
  type IssuedToken,
  type ListedToken,
  type TokenRequest,
  type Tokens,
  type TokensPorts,
} from './tokens.ts';
