import { EngineError, toPointer } from '@daybook/kernel';
import type { ParamsFinding } from '@daybook/policy';

/**
 * Stops a step whose parameters a judge found wrong.
 * @throws {EngineError} `step.params-invalid`, with every error; warnings stop nothing.
 */
export function refuseFindings(
  findings: readonly ParamsFinding[],
  step: { readonly stepId: string; readonly type: string },
): void {
  const errors = findings.filter(({ severity }) => severity !== 'warning');
  if (errors.length === 0) return;
  const lines = errors.map(({ path, message }) => `${toPointer(path)}: ${message}`);
  throw new EngineError(
    'step.params-invalid',
    `Step "${step.stepId}" (${step.type}) cannot use its parameters: ${lines.join(' ')}`,
  );
}
