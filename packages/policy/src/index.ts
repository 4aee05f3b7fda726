export type { Issue } from './issue.ts';
export { nearestName } from './nearest-name.ts';
export { createPolicyParser, type ParsedPolicy, type PolicyParser } from './parse-policy.ts';
export type { Dependency, OnError, Policy, PolicyStep, RetrySettings } from './policy.ts';
export { type PolicyDocument, policyDocument, type StepDocument } from './policy-document.ts';
export {
  parseReference,
  type PathSegment,
  type Placeholder,
  type Reference,
  toPlaceholder,
} from './reference.ts';
export { describeStepType, type JsonSchema, type StepTypeShape } from './step-type-shape.ts';
