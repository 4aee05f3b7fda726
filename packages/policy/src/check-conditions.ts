import { type JsonValue, toPointer } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';
import { toPlaceholder } from './reference.ts';

/** A condition that is looked for references, and where it stands. */
export interface PlacedCondition {
  readonly value: JsonValue;
  readonly path: readonly (string | number)[];
}

/**
 * Finds comparisons whose field is no reference: what is compared must come from a step, or the condition could be
 * decided without running anything.
 */
export function checkComparedFields({ value, path }: PlacedCondition): readonly Issue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((inner, index) =>
      checkComparedFields({ value: inner, path: [...path, index] }),
    );
  }
  const members = value as { readonly [key: string]: JsonValue };
  if (members['op'] !== undefined && members['field'] !== undefined) {
    const placeholder = toPlaceholder(members['field']);
    if (placeholder?.kind === 'reference') return [];
    const message = 'A comparison needs a reference as its field.';
    const suggestion = '{"ref": "ctx.<step_id>.<field>"}';
    return [errorAt(toPointer([...path, 'field']), 'condition.field-invalid', message, suggestion)];
  }
  return ['all', 'any', 'not'].flatMap((key) =>
    members[key] === undefined ? [] : checkComparedFields({ value: members[key], path: [...path, key] }),
  );
}
