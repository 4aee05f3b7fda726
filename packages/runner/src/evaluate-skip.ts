import { EngineError } from '@daybook/kernel';
import {
  type Evaluation,
  evaluateCondition,
  parseReference,
  type PolicyStep,
  toPlaceholder,
} from '@daybook/policy';
import { findReferenced, type OutputLookup } from './resolve-references.ts';

/** What the step's `skip_if` says, or why it can't be decided; `undefined` for a step without one. */
export function evaluateSkip(step: PolicyStep, outputOf: OutputLookup): Evaluation | undefined {
  if (step.skipIf === undefined) return undefined;
  return evaluateCondition(step.skipIf, (field) => {
    const placeholder = toPlaceholder(field);
    if (placeholder?.kind !== 'reference') return field;
    const reference = parseReference(placeholder.text);
    return reference === undefined ? undefined : findReferenced(reference, outputOf);
  });
}

/**
 * Makes a condition that can't be decided a failure of its step.
 * @throws {EngineError} `step.condition-failed` when a field is missing, or two values can't be ordered.
 */
export function refuseUndecided(step: PolicyStep, outputOf: OutputLookup): void {
  const evaluation = evaluateSkip(step, outputOf);
  if (evaluation === undefined || evaluation.ok) return;
  const message = `The skip_if of step "${step.id}" cannot be decided: ${evaluation.message}`;
  throw new EngineError('step.condition-failed', message);
}
