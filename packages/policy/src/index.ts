export { type ApprovedVersions, approvalHash, withoutEnabled } from './approval-hash.ts';
export { type ApprovedPolicy, toApprovedPolicy } from './approved-policy.ts';
export { type Comparison, type Condition, condition, conditionOperators } from './condition.ts';
export { type CronExpression, type DayMatch, parseCron, type ParsedCron } from './cron/cron-expression.ts';
export { describeCron } from './cron/describe-cron.ts';
export type { CronField, CronPart } from './cron/cron-field.ts';
export { isTimeZone } from './cron/time-zone.ts';
export {
  type ConditionTrace,
  evaluateCondition,
  type Evaluation,
  type FieldLookup,
} from './evaluate-condition.ts';
export type { Issue } from './issue.ts';
export { findLiteralFields } from './literal-fields.ts';
export { createPolicyParser, type ParsedPolicy, type PolicyParser } from './parse-policy.ts';
export type { Dependency } from './dependency.ts';
export type { OnError, Policy, PolicyStep, RetrySettings } from './policy.ts';
export { type PolicyDocument, policyDocument, type StepDocument } from './policy-document.ts';
export { createPolicySchema } from './policy-schema.ts';
export {
  parseReference,
  type PathSegment,
  type Placeholder,
  type Reference,
  toPlaceholder,
} from './reference.ts';
export {
  describeStepType,
  type JsonSchema,
  type ParamsFinding,
  type ParamsJudge,
  type StepTypeShape,
} from './step-type-shape.ts';
export { currentSchemaVersion, type PolicyUpgrade, upgradePolicy } from './upgrade-policy.ts';
