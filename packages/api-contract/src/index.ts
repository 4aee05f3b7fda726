export { type CallOptions, type Client, type ClientSettings, createClient } from './client.ts';
export type { DatasetDocument, QueryResultDocument } from './data.ts';
export type { DeliveryDocument } from './deliveries.ts';
export { ApiError } from './errors/api-error.ts';
export { createOpenApi } from './open-api.ts';
export type {
  PolicyDetail,
  PolicyPlan,
  PolicySlotDocument,
  PolicySummary,
  PolicyVersionDocument,
} from './policies.ts';
export type { IssueDocument, Problem } from './problem.ts';
export type { AuditDocument, NoticeDocument } from './records.ts';
export type { ReportSummary, ReportVersion } from './reports.ts';
export type { Media, Route, RouteInput, RouteOutput } from './route.ts';
export { apiPrefix, changeHeader, type RouteName, routes } from './routes.ts';
export type {
  ArtifactSummary,
  RunDetail,
  RunEventDocument,
  RunStateName,
  RunStep,
  RunSummary,
  StepStateName,
} from './runs.ts';
export { runStates, stepStates } from './runs.ts';
export { agentScopes, type Scope, scopes } from './scope.ts';
export type { EmailSettings, EmailSettingsChange } from './settings.ts';
export type { ScheduleDocument, SlotDocument } from './system.ts';
export type { TokenDocument } from './tokens.ts';
