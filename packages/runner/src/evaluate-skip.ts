import { EngineError } from '@daybook/kernel';
import { evaluateCondition, parseReference, type PolicyStep, toPlaceholder } from '@daybook/policy';
import { findReferenced, type OutputLookup } from './resolve-references.ts';

/**
 * Whether the step's `skip_if` holds.
 * @throws {EngineError} `step.condition-failed` when the condition can't be decided: a field is missing, or two values
 *   can't be ordered.
 */
export function evaluateSkip(step: PolicyStep, outputOf: OutputLookup): boolean {
  if (step.skipIf === undefined) return false;
  const evaluation = evaluateCondition(step.skipIf, (field) => {
    const placeholder = toPlaceholder(field);
    if (placeholder?.kind !== 'reference') return field;
    const reference = parseReference(placeholder.text);
    return reference === undefined ? undefined : findReferenced(reference, outputOf);
  });
  if (evaluation.ok) return evaluation.result;
  const message = `The skip_if of step "${step.id}" cannot be decided: ${evaluation.message}`;
  throw new EngineError('step.condition-failed', message);
}
