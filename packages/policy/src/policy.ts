import type { JsonObject, JsonValue, Sha256 } from '@daybook/kernel';
import type { StepFindings } from './check-step.ts';
import type { Condition } from './condition.ts';
import type { Dependency } from './dependency.ts';
import type { StepDocument } from './policy-document.ts';

declare const brand: unique symbol;

/** What a failure of a step does to the run. */
export type OnError = 'fail_pipeline' | 'log_and_continue' | 'retry_then_fail';

/** How often a step is tried. */
export interface RetrySettings {
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** A step with its defaults filled in. */
export interface PolicyStep {
  readonly id: string;
  readonly type: string;
  /** Variables are replaced by their values; references still stand. */
  readonly params: JsonValue;
  /** Holds references; when it is true, the step is skipped. */
  readonly skipIf: Condition | undefined;
  readonly dependsOn: readonly Dependency[];
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly onError: OnError;
  /** One attempt unless `onError` is `retry_then_fail`. */
  readonly retry: RetrySettings;
  readonly allowEmpty: boolean;
}

interface PolicyFields {
  readonly name: string;
  /** As written, frozen. */
  readonly document: JsonObject;
  /** Of the canonical JSON of the document. */
  readonly documentSha256: Sha256;
  /** In the order of the document. */
  readonly steps: readonly PolicyStep[];
  /** Ids, each after those that it depends on. */
  readonly order: readonly string[];
}

/** A policy without errors; only the parser makes one. */
export type Policy = PolicyFields & { readonly [brand]: 'Policy' };

/** Turns a step without errors into the form that runs, with the contract's defaults. */
export function toPolicyStep(document: StepDocument, findings: StepFindings | undefined): PolicyStep {
  const onError = document.on_error ?? 'fail_pipeline';
  return {
    id: document.id,
    type: document.type,
    params: findings?.params ?? {},
    // The schema has checked it, variables written in place.
    skipIf: findings?.skipIf as Condition | undefined,
    dependsOn: findings?.dependsOn ?? [],
    timeoutMs: (document.timeout ?? 300) * 1000,
    onError,
    retry: {
      maxAttempts: onError === 'retry_then_fail' ? (document.retry?.max_attempts ?? 3) : 1,
      baseMs: (document.retry?.base ?? 1) * 1000,
      capMs: (document.retry?.cap ?? 60) * 1000,
    },
    allowEmpty: document.allow_empty ?? false,
  };
}

/** Brands what passed every check. */
export function toPolicy(fields: PolicyFields): Policy {
  return fields as Policy;
}
